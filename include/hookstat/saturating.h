// Sums of counts that come from a file, which may be any numbers.
#pragma once

#include <cstdint>
#include <limits>

namespace hookstat {

/// a + b, or the number nearest to it that there is.
[[nodiscard]] constexpr std::int64_t saturating_add(std::int64_t a, std::int64_t b) noexcept {
  using Limits = std::numeric_limits<std::int64_t>;
  if (b > 0 && a > Limits::max() - b) return Limits::max();
  if (b < 0 && a < Limits::min() - b) return Limits::min();
  return a + b;
}

}  // namespace hookstat
