// Weights that a module does not register as parameters: quantized ones, packed for their kernels.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <vector>

#include "hookstat/recording.h"

namespace hookstat {

/// The tensors that an object of a packed class holds, as the class itself unpacks them for saving:
/// the weight first; none for any other value, and for one that cannot be saved. Copies them.
[[nodiscard]] std::vector<at::Tensor> unpack_parameters(const c10::IValue& object);

/// The tensors in the module's own attributes of packed classes (quantized Linear, convolutions,
/// recurrent cells).
[[nodiscard]] std::vector<ParameterInfo> packed_parameters(const torch::jit::Module& module);

}  // namespace hookstat
