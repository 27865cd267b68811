#include "model/constants.h"

#include <torch/csrc/jit/ir/constants.h>

#include <unordered_set>

#include "model/graph_walk.h"

namespace hookstat {
namespace {

using Visit = std::function<void(const at::Tensor&)>;

void visit_tensors(const c10::IValue& value, const Visit& visit) {
  if (value.isTensor()) {
    if (value.toTensor().defined()) visit(value.toTensor());
  } else if (value.isTuple()) {
    for (const c10::IValue& item : value.toTupleRef().elements()) visit_tensors(item, visit);
  } else if (value.isList()) {
    for (const c10::IValue& item : value.toListRef()) visit_tensors(item, visit);
  }
}

}  // namespace

void for_each_constant(const torch::jit::Module& module, const std::string& method,
                       const Visit& visit) {
  for_each_node(module.get_method(method).function(), [&](const torch::jit::Node& node) {
    if (node.kind() != c10::prim::Constant) return;
    if (const auto value = torch::jit::toIValue(node.output())) visit_tensors(*value, visit);
  });
}

ConstantSum constants_of(const torch::jit::Module& module, const std::string& method) {
  ConstantSum sum;
  std::unordered_set<const void*> seen;
  for_each_constant(module, method, [&](const at::Tensor& tensor) {
    if (!seen.insert(tensor.unsafeGetTensorImpl()).second) return;
    sum.elements += tensor.numel();
    sum.bytes += tensor.numel() * static_cast<std::int64_t>(tensor.element_size());
  });
  return sum;
}

}  // namespace hookstat
