// An instrumented function beside the one it was made from.
#pragma once

#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/runtime/interpreter.h>

#include <memory>
#include <optional>
#include <utility>

#include "hooks/operator_marks.h"

namespace hookstat {

/// What the executor made of a function, with marks around its operators.
struct MarkedPlan {
  std::shared_ptr<torch::jit::Graph> graph;
  torch::jit::Code code;
};

struct Instrumented {
  const torch::jit::Function* original = nullptr;
  std::unique_ptr<torch::jit::GraphFunction> function;
  std::optional<MarkedPlan> plan;  ///< runs in the function's place

  void run(torch::jit::Stack& stack) const {
    if (plan) {
      torch::jit::InterpreterState(plan->code).run(stack);
    } else {
      function->run(stack);
    }
  }
  [[nodiscard]] const torch::jit::Graph& graph() const {
    return plan ? *plan->graph : *function->graph();
  }
};

/// Wraps a graph as a function of the qualified name `name`. `strict`: for the simple executor.
[[nodiscard]] inline std::unique_ptr<torch::jit::GraphFunction> make_function(
    c10::QualifiedName name, std::shared_ptr<torch::jit::Graph> graph, bool strict) {
  const auto mode =
      strict ? std::optional(torch::jit::ExecutorExecutionMode::SIMPLE) : std::nullopt;
  return std::make_unique<torch::jit::GraphFunction>(std::move(name), std::move(graph), nullptr,
                                                     mode);
}

/// Marks the operators in a copy of the plan that the executor finished. Throws InputError where
/// there is none. Not while another thread runs the function for the first time.
[[nodiscard]] MarkedPlan marked_plan(torch::jit::GraphFunction& function, MarkTables& tables);

}  // namespace hookstat
