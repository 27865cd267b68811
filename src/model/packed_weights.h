// The weights inside the packed parameters of quantized layers.
#pragma once

#include <ATen/core/ivalue.h>

#include <cstdint>
#include <optional>

namespace hookstat {

struct PackedWeight {
  at::Tensor weight;  ///< quantized; of a convolution with two or three dimensions of space
  bool convolution = false;
  bool transposed = false;
  std::int64_t groups = 1;
};

/// nullopt where the value is no packed parameter of a linear layer or a convolution, or this
/// processor cannot unpack it. Copies the weight.
[[nodiscard]] std::optional<PackedWeight> unpack_weight(const c10::IValue& value);

}  // namespace hookstat
