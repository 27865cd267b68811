#include "report/overhead.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "report/shares.h"
#include "report/statistics.h"

namespace hookstat::reporting {
namespace {

/// Without the root: that call would be made without hooks too.
std::int64_t module_calls_of(const FoldedRuns& runs) {
  const auto calls = std::accumulate(runs.calls.begin(), runs.calls.end(), std::int64_t{0});
  return std::max<std::int64_t>(calls - 1, 0);
}

}  // namespace

Overhead overhead_of(const std::vector<std::int64_t>& baseline,
                     const std::vector<std::int64_t>& hooked, std::int64_t calls) {
  Overhead overhead;
  overhead.calls = calls;
  const Samples baseline_ns = to_samples(baseline);
  Samples differences_ns = to_samples(hooked);
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

Overhead overhead_of(const Recording& recording) {
  return overhead_of(recording.baseline_ns, recording.hooked_ns, module_calls_of(recording.folded));
}

}  // namespace hookstat::reporting
