// Which modules the console table shows, in which order, and what their columns add up to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "hookstat/exporters.h"

namespace hookstat::exporting {

/// What adds up over modules. Times are means: medians do not add up.
struct Sums {
  std::int64_t modules = 0;
  std::int64_t parameters = 0;
  Cost cost;
  std::int64_t uncounted_calls = 0;  ///< of operators whose cost is missing from `cost`
  double mean_ns = 0;                ///< exclusive
  std::optional<double> least_ns;    ///< of it, what the machine's peaks allow
  std::optional<double> idle_ns;     ///< of it, that the device waited for the host
  double launch_ns = 0;              ///< exclusive, on the host
  std::optional<double> time_percent;
  std::optional<double> flops_percent;
  std::optional<double> launch_percent;
  std::int64_t calls = 0;
};

/// A module; at the deepest level shown with all that is registered below it.
struct ModuleRow {
  const ModuleReport* module = nullptr;
  Sums sums;  ///< sums.modules > 1: others are added in
};

struct ModuleRows {
  std::vector<ModuleRow> shown;
  Sums hidden;  ///< the rows that `top` leaves out
  Sums all;
  bool tree = false;  ///< in registration order, so that names can be indented
};

/// The module's time: on the device where it was taken there, else on the host.
[[nodiscard]] const TimeSplit& time_of(const ModuleReport& module) noexcept;

/// Of its own time, what the device waited for the host; unknown without queued runs.
[[nodiscard]] std::optional<double> idle_ns(const ModuleReport& module) noexcept;

/// Of its device time, what the device waited for the host; unknown where that is.
[[nodiscard]] std::optional<double> idle_percent(const Sums& sums) noexcept;

/// Rows by options.sort, options.depth and options.top. Throws InputError for an unknown sort key.
[[nodiscard]] ModuleRows select_rows(const std::vector<ModuleReport>& modules,
                                     const ExportOptions& options);

}  // namespace hookstat::exporting
