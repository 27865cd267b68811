#include "model/graph_walk.h"

#include <unordered_set>
#include <vector>

namespace hookstat {
namespace {

using torch::jit::Block;
using torch::jit::Function;
using torch::jit::Node;

class Walker {
 public:
  explicit Walker(const std::function<void(const Node&)>& visit) : visit_(visit) {}

  void walk(Function& method) {
    call(&method);
    // A stack of functions, not recursion: models nest hundreds of levels deep.
    while (!pending_.empty()) {
      auto* graph_function = torch::jit::tryToGraphFunction(*pending_.back());
      pending_.pop_back();
      if (graph_function != nullptr) walk(*graph_function->graph()->block());
    }
  }

 private:
  void call(Function* function) {
    if (function != nullptr && seen_.insert(function).second) pending_.push_back(function);
  }

  void walk(const Block& block) {
    for (const Node* node : block.nodes()) {
      visit_(*node);
      follow(*node);
      for (const Block* inner : node->blocks()) walk(*inner);
    }
  }

  void follow(const Node& node) {
    if (node.kind() == c10::prim::CallFunction) {
      call(node.input(0)->type()->expect<c10::FunctionType>()->function());
    } else if (node.kind() == c10::prim::CallMethod) {
      if (const auto type = node.input(0)->type()->cast<c10::ClassType>()) {
        call(type->findMethod(node.s(c10::attr::name)));
      }
    } else if (node.hasAttribute(c10::attr::Subgraph)) {
      walk(*node.g(c10::attr::Subgraph)->block());
    }
  }

  const std::function<void(const Node&)>& visit_;
  std::unordered_set<const Function*> seen_;
  std::vector<Function*> pending_;
};

}  // namespace

void for_each_node(Function& function, const std::function<void(const Node&)>& visit) {
  Walker(visit).walk(function);
}

}  // namespace hookstat
