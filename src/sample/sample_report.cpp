#include "sample/sample_report.h"

#include <string>

#include "core/median_interval.h"
#include "hookstat/version.h"
#include "report/build_report.h"
#include "report/shares.h"

namespace hookstat {
namespace {

Statistics statistics_of(const Histogram& histogram) {
  Statistics statistics;
  statistics.count = histogram.count();
  statistics.min = histogram.min_ns();
  statistics.p10 = histogram.quantile_ns(0.1);
  statistics.median = histogram.quantile_ns(0.5);
  statistics.mean = histogram.mean_ns();
  statistics.p90 = histogram.quantile_ns(0.9);
  statistics.p99 = histogram.quantile_ns(0.99);
  statistics.max = histogram.max_ns();
  statistics.stddev = histogram.stddev_ns();
  const auto count = static_cast<std::size_t>(statistics.count);
  if (const auto rank = median_interval_rank(count)) {
    // Ranks count from 1, positions from 0, of which quantile q is at q (n - 1).
    const double q = static_cast<double>(*rank - 1) / static_cast<double>(count - 1);
    statistics.median_ci95 = {histogram.quantile_ns(q), histogram.quantile_ns(1 - q)};
  }
  return statistics;
}

/// Of other calls than the plain ones, so the difference of the medians is all that there is.
Overhead overhead_of(const SampledTimes& times) {
  Overhead overhead;
  overhead.calls = times.module_calls;
  if (times.plain.count() == 0 || times.hooked.count() == 0) return overhead;
  const double plain_ns = times.plain.quantile_ns(0.5);
  const double difference_ns = times.hooked.quantile_ns(0.5) - plain_ns;
  overhead.percent = reporting::percent_of(difference_ns, plain_ns).value_or(0.0);
  if (overhead.calls > 0) {
    overhead.ns_per_call = difference_ns / static_cast<double>(overhead.calls);
  }
  return overhead;
}

void fill_times(const SampledTimes& times, Report& report) {
  report.latency_ns = statistics_of(times.plain);
  report.hooked_latency_ns = statistics_of(times.hooked);
  report.overhead = overhead_of(times);
  if (times.wall_ns > 0) report.concurrency = times.thread_ns / times.wall_ns;
  if (times.hooked.count() == 0) return;
  for (std::size_t i = 0; i < report.modules.size(); ++i) {
    const ModuleHistograms& module = times.modules[i];
    report.modules[i].time_ns = {statistics_of(module.inclusive), statistics_of(module.exclusive)};
    if (times.waits) report.modules[i].wait_ns = statistics_of(module.wait);
  }
}

}  // namespace

Report sample_report(const Recording& recording, const SampledTimes& times,
                     const SamplingReport& sampling) {
  Report report = reporting::join(recording, std::string(version()), CostTable(),
                                  [&](Report& joined) { fill_times(times, joined); });
  report.sampling = sampling;
  report.model_calls = sampling.calls;
  return report;
}

}  // namespace hookstat
