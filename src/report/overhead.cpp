#include "report/overhead.h"

#include <algorithm>
#include <cstddef>

#include "report/shares.h"
#include "report/statistics.h"

namespace hookstat::reporting {
namespace {

Samples hooked_ns(const Recording& recording) {
  Samples samples;
  samples.reserve(recording.runs.size());
  for (const TimedRun& run : recording.runs) {
    samples.push_back(static_cast<double>(run.latency_ns));
  }
  return samples;
}

/// Without the root: that call would be made without hooks too.
std::int64_t module_calls_of(const Recording& recording) {
  if (recording.runs.empty()) return 0;
  const std::vector<CallSpan>& spans = recording.runs.front().spans;
  const auto calls = std::count_if(spans.begin(), spans.end(),
                                   [](const CallSpan& span) { return !span.fork_body; });
  return std::max<std::int64_t>(calls - 1, 0);
}

}  // namespace

Overhead overhead_of(const Recording& recording) {
  Overhead overhead;
  overhead.calls = module_calls_of(recording);
  const Samples baseline_ns = to_samples(recording.baseline_ns);
  Samples differences_ns = hooked_ns(recording);
  differences_ns.resize(std::min(differences_ns.size(), baseline_ns.size()));
  for (std::size_t i = 0; i < differences_ns.size(); ++i) differences_ns[i] -= baseline_ns[i];
  if (differences_ns.empty()) return overhead;

  const double difference_ns = median_of(differences_ns);
  if (overhead.calls > 0) {
    overhead.ns_per_call = difference_ns / static_cast<double>(overhead.calls);
  }
  const double whole_ns = median_of(baseline_ns);
  if (whole_ns == 0) return overhead;
  overhead.percent = percent_of(difference_ns, whole_ns).value_or(0.0);
  if (const auto interval = median_interval(differences_ns)) {
    overhead.percent_ci95 = {100.0 * interval->first / whole_ns,
                             100.0 * interval->second / whole_ns};
  }
  return overhead;
}

Statistics hooked_latency_of(const Recording& recording) {
  return statistics_of(hooked_ns(recording));
}

}  // namespace hookstat::reporting
