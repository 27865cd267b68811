// Tensors that are part of a model's code. Freezing makes constants of parameters.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <cstdint>
#include <string>

namespace hookstat {

struct ConstantSum {
  std::int64_t elements = 0;  ///< each tensor once
  std::int64_t bytes = 0;
};

/// Of the graph of a method and of all graphs that it calls. REQUIRES: the method is there.
[[nodiscard]] ConstantSum constants_of(const torch::jit::Module& module, const std::string& method);

}  // namespace hookstat
