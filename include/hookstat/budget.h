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

/// `METRIC COMPARISON NUMBER[UNIT]`. Metrics: latency_ and hooked_latency_ with min, p10, median,
/// mean, p90, p99, max or stddev; first_call; overhead_percent, cv_percent; macs, flops,
/// parameters, bytes_read, bytes_written. Units: ns, us, ms, s of times, which need one; K, M, G, T
/// of counts and bytes (powers of 1000); % of percentages. Throws InputError. Thread-safe.
[[nodiscard]] HOOKSTAT_API Budget parse_budget(const std::string& text);

/// What is wrong, in one line, where the condition holds: "latency_median is 23.1 ms
/// (latency_median>20ms)". Nothing where the report does not know the metric. Thread-safe.
[[nodiscard]] HOOKSTAT_API std::optional<std::string> exceeded(const Budget& budget,
                                                               const Report& report);

/// Whether the report has a value for the metric. Thread-safe.
[[nodiscard]] HOOKSTAT_API bool knows(const Report& report, const Budget& budget);

}  // namespace hookstat
