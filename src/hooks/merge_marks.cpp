#include "hooks/merge_marks.h"

#include <optional>

#include "hooks/operators.h"

namespace hookstat {
namespace {

using torch::jit::Block;
using torch::jit::Graph;
using torch::jit::Node;

bool takes_no_time(const Node& node) {
  return node.kind() == c10::prim::Constant || node.kind() == c10::prim::GetAttr;
}

void merge(Graph& graph, Block& block) {
  Node* leave = nullptr;  // with which the next mark may be merged
  for (Node* node = *block.nodes().begin(); node != block.return_node();) {
    Node* next = node->next();
    const std::optional<EventCode> code = nodes::mark_code(*node);
    if (code && *code >= 0 && leave != nullptr) {
      nodes::cross(graph, *nodes::mark_code(*leave), *code)->insertBefore(leave);
      leave->destroy();
      node->destroy();
      leave = nullptr;
    } else if (code) {
      leave = *code < 0 ? node : nullptr;
    } else if (!takes_no_time(*node)) {
      leave = nullptr;
    }
    node = next;
  }
  for (Node* node : block.nodes()) {
    for (Block* inner : node->blocks()) merge(graph, *inner);
    if (nodes::is_fork(*node)) merge_marks(*node->g(c10::attr::Subgraph));
  }
}

}  // namespace

void merge_marks(Graph& graph) { merge(graph, *graph.block()); }

}  // namespace hookstat
