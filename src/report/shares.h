// Shares of a whole, which are unknown where there is no whole.
#pragma once

#include <optional>

namespace hookstat::reporting {

/// 100 x part / whole; nullopt for a share of nothing.
[[nodiscard]] inline std::optional<double> percent_of(double part, double whole) {
  if (whole == 0) return std::nullopt;
  return 100.0 * part / whole;
}

}  // namespace hookstat::reporting
