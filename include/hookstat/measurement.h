// What a measurement comes to: statistics over runs, what measuring added, and what each of several
// processes found. Fields of the report; std::nullopt is `null` in JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hookstat {

/// Statistics over runs. Units are those of the field that holds the block.
struct Statistics {
  std::int64_t count = 0;  ///< samples; with 0 all others are 0
  double min = 0;          ///< the least sample
  double p10 = 0;          ///< percentile q lies at q (count - 1) of the sorted samples, linearly
  double median = 0;       ///< likewise, q = 0.5
  double mean = 0;         ///< the arithmetic one: sums and shares are taken from means
  double p90 = 0;          ///< as p10, q = 0.9
  double p99 = 0;          ///< as p10, q = 0.99
  double max = 0;          ///< the greatest sample
  double stddev = 0;       ///< sample standard deviation; 0 for one sample
  /// Order-statistics 95 % interval of the median; nullopt below 6 samples. Of several processes
  /// Student's t over their medians (merge_processes); nullopt for one.
  std::optional<std::pair<double, double>> median_ci95;
  bool operator==(const Statistics&) const = default;
};

/// Of a module, over runs.
struct TimeSplit {
  Statistics inclusive;  ///< ns; with the modules called inside
  Statistics exclusive;  ///< ns; without them, and without waiting for forked tasks
  bool operator==(const TimeSplit&) const = default;
};

/// What hooks added to calls of the model.
struct Overhead {
  double percent = 0;  ///< 100 x median over rounds of (hooked - baseline) / median baseline
  /// 95 % interval of `percent`, made like Statistics::median_ci95.
  std::optional<std::pair<double, double>> percent_ci95;
  std::optional<double> ns_per_call;  ///< null without module calls
  std::int64_t calls = 0;             ///< module calls in one call of the model
  bool operator==(const Overhead&) const = default;
};

/// One of two groups that latencies fall into.
struct Mode {
  double median_ns = 0;  ///< of the calls in it
  double percent = 0;    ///< of the calls
  bool operator==(const Mode&) const = default;
};

/// How steady the un-instrumented latencies were, and what may have made them unsteady.
struct Noise {
  /// Coefficient of variation: 100 x standard deviation / mean; null below 6 calls.
  std::optional<double> cv_percent;
  /// Median of the last third of the calls against that of the first; null where their 95 %
  /// intervals have anything in common, or are unknown.
  std::optional<double> drift_percent;
  std::vector<Mode> modes;  ///< two, where the latencies fall into two groups; else empty
  std::optional<double> other_cores_busy;  ///< mean number of cores that other processes kept busy
  std::optional<double> waiting_percent;   ///< of the time, a thread wanted a core in vain
  /// Denormal numbers among the elements that the operators of the analysis run returned; null
  /// without floating-point elements.
  std::optional<double> denormal_percent;
  bool operator==(const Noise&) const = default;
};

/// What one process measured, where several did (`profile --processes`).
struct ProcessReport {
  std::string created;             ///< RFC 3339, UTC
  Statistics latency_ns;           ///< un-instrumented
  Statistics hooked_latency_ns;    ///< with hooks
  Overhead overhead;               ///< hooked against un-instrumented calls
  std::int64_t first_call_ns = 0;  ///< the cold one
  /// Medians over the process's runs, one for each of Report::modules, of the times that shares are
  /// taken from (the device's where there are any).
  std::vector<double> inclusive_median_ns;
  std::vector<double> exclusive_median_ns;  ///< likewise
  bool operator==(const ProcessReport&) const = default;
};

}  // namespace hookstat
