#include "model/constants.h"

#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/constants.h>

#include <unordered_set>
#include <vector>

namespace hookstat {
namespace {

using torch::jit::Block;
using torch::jit::Function;
using torch::jit::Node;

class Collector {
 public:
  ConstantSum collect(Function& method) {
    call(&method);
    // A stack of functions, not recursion: models nest hundreds of levels deep.
    while (!pending_.empty()) {
      auto* graph_function = torch::jit::tryToGraphFunction(*pending_.back());
      pending_.pop_back();
      if (graph_function != nullptr) walk(*graph_function->graph()->block());
    }
    return sum_;
  }

 private:
  void call(Function* function) {
    if (function != nullptr && seen_.insert(function).second) pending_.push_back(function);
  }

  void walk(const Block& block) {
    for (const Node* node : block.nodes()) {
      visit(*node);
      for (const Block* inner : node->blocks()) walk(*inner);
    }
  }

  void visit(const Node& node) {
    switch (node.kind()) {
      case c10::prim::Constant:
        if (const auto value = torch::jit::toIValue(node.output())) add(*value);
        return;
      case c10::prim::CallFunction:
        return call(node.input(0)->type()->expect<c10::FunctionType>()->function());
      case c10::prim::CallMethod:
        if (const auto type = node.input(0)->type()->cast<c10::ClassType>()) {
          call(type->findMethod(node.s(c10::attr::name)));
        }
        return;
      case c10::prim::fork:
      case c10::prim::awaitable:
        return walk(*node.g(c10::attr::Subgraph)->block());
      default:
        return;
    }
  }

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

  ConstantSum sum_;
  std::unordered_set<const void*> seen_;
  std::vector<Function*> pending_;
};

}  // namespace

ConstantSum constants_of(const torch::jit::Module& module, const std::string& method) {
  return Collector().collect(module.get_method(method).function());
}

}  // namespace hookstat
