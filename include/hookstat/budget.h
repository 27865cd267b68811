// Limits that a report is held against: `latency_median>20ms` fails where the median is longer.
#pragma once

#include <optional>
#include <string>

#include "hookstat/api.h"
#include "hookstat/report.h"

namespace hookstat {

/// A condition that must not hold.
struct Budget {
  std::string text;        ///< as given
  std::string metric;      ///< "latency_median"
  std::string comparison;  ///< ">", ">=", "<" or "<="
  double value = 0;        ///< ns for times, bytes, percent; else a count
};

/// Reads `METRIC COMPARISON NUMBER[UNIT]`; spaces do not count. Metrics:
/// - times: `latency_`, `hooked_latency_`, `launch_` and `device_busy_` with `min`, `p10`,
/// `median`,
///   `mean`, `p90`, `p99`, `max` or `stddev`, and `first_call`
/// - percentages: `overhead_percent`, `cv_percent`, `device_idle_percent`
/// - counts: `macs`, `flops`, `parameters`, `bytes_read`, `bytes_written`
///
/// Units: ns, us, ms, s of times, which need one; K, M, G, T of counts and bytes (powers of 1000);
/// % of percentages, which may lack it. Throws InputError for any other text. Thread-safe.
[[nodiscard]] HOOKSTAT_API Budget parse_budget(const std::string& text);

/// What is wrong, in one line, where the condition holds: "latency_median is 23.1 ms
/// (latency_median>20ms)". Nothing where the report does not know the metric. Thread-safe.
[[nodiscard]] HOOKSTAT_API std::optional<std::string> exceeded(const Budget& budget,
                                                               const Report& report);

/// Whether the report has a value for the metric: those of a device are unknown on the CPU, say.
/// Thread-safe.
[[nodiscard]] HOOKSTAT_API bool knows(const Report& report, const Budget& budget);

}  // namespace hookstat
