// A thousand modules that do next to nothing: 1,000 ReLUs on a 4 x 8 tensor. What is added to each
// call is easily seen.
#pragma once

#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/api/module.h>

#include <memory>

#include "hookstat/model.h"

namespace hookstat::bench {

inline constexpr int kModules = 1000;

[[nodiscard]] torch::jit::Module make_relu_model();

/// Its input.
[[nodiscard]] ModelInputs relu_inputs();

/// The model's forward, inlined, with a JIT operator that does nothing before and after each ReLU.
[[nodiscard]] std::unique_ptr<torch::jit::GraphFunction> with_empty_operators(
    const torch::jit::Module& model);

}  // namespace hookstat::bench
