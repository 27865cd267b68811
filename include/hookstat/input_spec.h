// What a user says of one input tensor: `SHAPE[:DTYPE[[LOW,HIGH]]]`.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "hookstat/api.h"
#include "hookstat/tensor_info.h"

namespace hookstat {

/// A tensor to be made.
struct InputSpec {
  Shape shape;                    ///< every size at least 1; empty: a scalar tensor
  Dtype dtype = Dtype::kFloat32;  ///< none that is quantized, float8 or unknown
  /// Values are drawn uniformly from [first, second). Unset: [0, 1) for floating and complex types,
  /// 0 or 1 for integers and bool.
  std::optional<std::pair<double, double>> range;
  bool operator==(const InputSpec&) const = default;
};

/// Reads `1x3x300x300`, `1x77:bool`, `1x128:int64[0,30000]`, `scalar`. Throws InputError, which
/// says what is wrong with the text but neither the text nor where it is from, for a size below 1,
/// a tensor of more bytes than 2^63 - 1, a type that no tensor can be filled in, a range that is
/// empty, of bool, or holds what the type does not, and anything else that is none of these. Pure;
/// thread-safe.
[[nodiscard]] HOOKSTAT_API InputSpec parse_input_spec(std::string_view text);

}  // namespace hookstat
