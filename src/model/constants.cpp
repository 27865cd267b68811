#include "model/constants.h"

#include <torch/csrc/jit/ir/constants.h>

#include <unordered_set>

#include "model/graph_walk.h"

namespace hookstat {
namespace {

class Sum {
 public:
  void add(const c10::IValue& value) {
    if (value.isTensor()) {
      const at::Tensor& tensor = value.toTensor();
      if (!tensor.defined() || !seen_.insert(tensor.unsafeGetTensorImpl()).second) return;
      sum_.elements += tensor.numel();
      sum_.bytes += tensor.numel() * static_cast<std::int64_t>(tensor.element_size());
    } else if (value.isTuple()) {
      for (const c10::IValue& item : value.toTupleRef().elements()) add(item);
    } else if (value.isList()) {
      for (const c10::IValue& item : value.toListRef()) add(item);
    }
  }

  [[nodiscard]] const ConstantSum& sum() const noexcept { return sum_; }

 private:
  ConstantSum sum_;
  std::unordered_set<const void*> seen_;
};

}  // namespace

ConstantSum constants_of(const torch::jit::Module& module, const std::string& method) {
  Sum sum;
  for_each_node(module.get_method(method).function(), [&](const torch::jit::Node& node) {
    if (node.kind() != c10::prim::Constant) return;
    if (const auto value = torch::jit::toIValue(node.output())) sum.add(*value);
  });
  return sum.sum();
}

}  // namespace hookstat
