// Shares of a whole, which are unknown where there is no whole.
#pragma once

#include <optional>

#include "hookstat/report.h"

namespace hookstat::reporting {

/// 100 x part / whole; nullopt for a share of nothing.
[[nodiscard]] inline std::optional<double> percent_of(double part, double whole) {
  if (whole == 0) return std::nullopt;
  return 100.0 * part / whole;
}

/// The times that shares, classes and efficiency are taken from: the device's where there are any
/// (there host times are times of launching), else the host's.
[[nodiscard]] inline const TimeSplit& lane_of_shares(const ModuleReport& module) noexcept {
  return module.device_time_ns ? *module.device_time_ns : module.time_ns;
}

/// Fills all that follows from the modules' mean times and costs: their shares of time and FLOPs,
/// their efficiency, the leaves' shares, the classes, and the shares of uncounted operators. Means,
/// because they add up.
void fill_shares(Report& report);

}  // namespace hookstat::reporting
