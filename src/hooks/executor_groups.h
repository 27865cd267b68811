// What the executor made of a function that has run.
#pragma once

#include <torch/csrc/jit/api/function_impl.h>

#include <memory>
#include <string>
#include <vector>

namespace hookstat {

/// The function's optimised graphs, which are the executor's own; none where it has not finished
/// any yet. Not thread-safe: no other thread may run the function for the first time.
[[nodiscard]] std::vector<std::shared_ptr<torch::jit::Graph>> finished_plans(
    torch::jit::GraphFunction& function);

/// The groups of operators (differentiable or fused ones) in the function's optimised graphs, each
/// as the names of its operators, sorted. Otherwise like finished_plans.
[[nodiscard]] std::vector<std::string> executor_groups(torch::jit::GraphFunction& function);

/// Whether the node is such a group, and its operators.
[[nodiscard]] bool is_executor_group(const torch::jit::Node& node);
[[nodiscard]] std::vector<torch::jit::Node*> operators_of_group(const torch::jit::Node& group);

}  // namespace hookstat
