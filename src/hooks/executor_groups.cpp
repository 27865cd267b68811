#include "hooks/executor_groups.h"

#include <torch/csrc/jit/runtime/graph_executor.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace hookstat {
namespace {

using torch::jit::Block;
using torch::jit::Node;

constexpr std::array<std::string_view, 6> kGroups{
    "prim::DifferentiableGraph",    "prim::FusionGroup",
    "prim::CudaFusionGroup",        "prim::TensorExprGroup",
    "prim::TensorExprDynamicGroup", "prim::oneDNNFusionGroup"};

std::string operators_of(const Block& group) {
  std::string names;
  for (const Node* node : group.nodes()) {
    if (node->kind() == c10::prim::Constant) continue;
    names.append(node->kind().toQualString()).append(" ");
  }
  return names;
}

void add_groups(const Block& block, std::vector<std::string>& groups) {
  for (const Node* node : block.nodes()) {
    const std::string_view kind = node->kind().toQualString();
    if (std::ranges::find(kGroups, kind) != kGroups.end()) {
      groups.push_back(operators_of(*node->g(c10::attr::Subgraph)->block()));
    }
    for (const Block* inner : node->blocks()) add_groups(*inner, groups);
  }
}

}  // namespace

std::vector<std::string> executor_groups(torch::jit::GraphFunction& function) {
  std::vector<std::string> groups;
  try {
    const auto state = function.get_executor().getDebugState();
    for (const auto& [spec, plan] : state.execution_plans) add_groups(*plan.graph->block(), groups);
  } catch (const c10::Error&) {
    return {};  // it asserts that there is a plan
  }
  std::ranges::sort(groups);
  return groups;
}

}  // namespace hookstat
