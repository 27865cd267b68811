// An instrumented function beside the one it was made from.
#pragma once

#include <torch/csrc/jit/api/function_impl.h>

#include <memory>
#include <optional>
#include <utility>

namespace hookstat {

struct Instrumented {
  const torch::jit::Function* original = nullptr;
  std::unique_ptr<torch::jit::GraphFunction> function;
};

/// Wraps a graph as a function of the qualified name `name`. `strict`: for the simple executor.
[[nodiscard]] inline std::unique_ptr<torch::jit::GraphFunction> make_function(
    c10::QualifiedName name, std::shared_ptr<torch::jit::Graph> graph, bool strict) {
  const auto mode =
      strict ? std::optional(torch::jit::ExecutorExecutionMode::SIMPLE) : std::nullopt;
  return std::make_unique<torch::jit::GraphFunction>(std::move(name), std::move(graph), nullptr,
                                                     mode);
}

}  // namespace hookstat
