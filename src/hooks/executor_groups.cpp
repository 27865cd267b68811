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

std::string joined(const std::vector<Node*>& operators) {
  std::string all;
  for (const Node* node : operators) all.append(node->kind().toQualString()).append(" ");
  return all;
}

void add_groups(const Block& block, std::vector<std::string>& groups) {
  for (const Node* node : block.nodes()) {
    if (is_executor_group(*node)) groups.push_back(joined(operators_of_group(*node)));
    for (const Block* inner : node->blocks()) add_groups(*inner, groups);
  }
}

}  // namespace

bool is_executor_group(const Node& node) {
  return std::ranges::find(kGroups, std::string_view(node.kind().toQualString())) != kGroups.end();
}

std::vector<Node*> operators_of_group(const Node& group) {
  std::vector<Node*> operators;
  for (Node* node : group.g(c10::attr::Subgraph)->block()->nodes()) {
    if (node->kind() != c10::prim::Constant) operators.push_back(node);
  }
  return operators;
}

std::vector<std::shared_ptr<torch::jit::Graph>> finished_plans(
    torch::jit::GraphFunction& function) {
  std::vector<std::shared_ptr<torch::jit::Graph>> plans;
  try {
    const auto state = function.get_executor().getDebugState();
    for (const auto& [spec, plan] : state.execution_plans) plans.push_back(plan.graph);
  } catch (const c10::Error&) {
    return {};  // it asserts that there is a plan
  }
  return plans;
}

std::vector<std::string> executor_groups(torch::jit::GraphFunction& function) {
  std::vector<std::string> groups;
  for (const auto& plan : finished_plans(function)) add_groups(*plan->block(), groups);
  std::ranges::sort(groups);
  return groups;
}

}  // namespace hookstat
