// Weights that a module does not register as parameters: quantized ones, packed for their kernels.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <vector>

#include "hookstat/recording.h"

namespace hookstat {

/// The tensors in the module's own attributes of packed classes (quantized Linear, convolutions,
/// recurrent cells), as the classes themselves unpack them for saving.
[[nodiscard]] std::vector<ParameterInfo> packed_parameters(const torch::jit::Module& module);

}  // namespace hookstat
