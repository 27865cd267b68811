// Tensors that are part of a model's code. Freezing makes constants of parameters.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <cstdint>
#include <functional>
#include <string>

namespace hookstat {

/// Tensors in the graph of a method and in all graphs that it calls, in tuples and lists too; one
/// that stands there twice is visited twice. REQUIRES: the method is there.
void for_each_constant(const torch::jit::Module& module, const std::string& method,
                       const std::function<void(const at::Tensor&)>& visit);

struct ConstantSum {
  std::int64_t elements = 0;  ///< each tensor once
  std::int64_t bytes = 0;
};

/// Of those tensors.
[[nodiscard]] ConstantSum constants_of(const torch::jit::Module& module, const std::string& method);

}  // namespace hookstat
