// Operators between an argument and what demands something of it, walked backwards.
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include "hookstat/tensor_info.h"

namespace hookstat {

/// Whether what is demanded of the operator's result can be said of its input `input`: it is
/// element-wise, or changes the shape in a way that shape_before knows.
[[nodiscard]] bool passes_on(const torch::jit::Node& node, std::size_t input);

/// A shape of the input that gives the result the shape `after`. Transposed, permuted and taken
/// away dimensions are put back; else the shape as it is.
[[nodiscard]] Shape shape_before(const torch::jit::Node& node, Shape after);

}  // namespace hookstat
