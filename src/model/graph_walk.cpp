#include "model/graph_walk.h"

#include <unordered_set>
#include <vector>

namespace hookstat {
namespace {

using torch::jit::Block;
using torch::jit::Function;
using torch::jit::Node;

/// The functions that are reached, each once.
class Reached {
 public:
  void add(Function* function) {
    if (function != nullptr && seen_.insert(function).second) pending_.push_back(function);
  }

  void add_callee(const Node& node) {
    if (node.kind() == c10::prim::CallFunction) {
      add(node.input(0)->type()->expect<c10::FunctionType>()->function());
    } else if (node.kind() == c10::prim::CallMethod) {
      if (const auto type = node.input(0)->type()->cast<c10::ClassType>()) {
        add(type->findMethod(node.s(c10::attr::name)));
      }
    }
  }

  /// The next one to look into, or nullptr.
  Function* take() {
    if (pending_.empty()) return nullptr;
    Function* function = pending_.back();
    pending_.pop_back();
    return function;
  }

 private:
  std::unordered_set<const Function*> seen_;
  std::vector<Function*> pending_;
};

}  // namespace

void for_each_node(const Block& block, const std::function<void(const Node&)>& visit) {
  for (const Node* node : block.nodes()) {
    visit(*node);
    for (const Block* inner : node->blocks()) for_each_node(*inner, visit);
    if (node->hasAttribute(c10::attr::Subgraph)) {
      for_each_node(*node->g(c10::attr::Subgraph)->block(), visit);
    }
  }
}

void for_each_node(Function& function, const std::function<void(const Node&)>& visit) {
  // A list of functions, not recursion: models nest hundreds of levels deep.
  Reached reached;
  reached.add(&function);
  while (Function* next = reached.take()) {
    auto* graph_function = torch::jit::tryToGraphFunction(*next);
    if (graph_function == nullptr) continue;
    for_each_node(*graph_function->graph()->block(), [&](const Node& node) {
      visit(node);
      reached.add_callee(node);
    });
  }
}

}  // namespace hookstat
