// What the command line says of one input tensor: `[NAME=]SHAPE[:DTYPE]`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "hookstat/tensor_info.h"

namespace hookstat {

/// A tensor to be made for one argument of a method.
struct InputSpec {
  std::string name;  ///< of the argument; empty: the next one in order
  Shape shape;       ///< every size at least 1; empty: a scalar tensor
  Dtype dtype = Dtype::kFloat32;
  /// Values are drawn uniformly from [first, second). Unset: [0, 1) for floating and complex types,
  /// 0 or 1 for integers and bool.
  std::optional<std::pair<double, double>> range;
  bool operator==(const InputSpec&) const = default;
};

/// Reads `1x3x300x300`, `mask=1x77:bool`, `1x128:int64[0,30000]`, `scalar`. Throws InputError,
/// whose message repeats `text`, for a size below 1, a tensor of more bytes than 2^63 - 1, a type
/// that no tensor can be filled in, an empty range, and anything else that is none of these. Pure;
/// thread-safe.
[[nodiscard]] InputSpec parse_input_spec(std::string_view text);

}  // namespace hookstat
