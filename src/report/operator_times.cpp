#include "report/operator_times.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "report/fused_costs.h"
#include "report/overhead.h"
#include "report/statistics.h"

namespace hookstat::reporting {

std::vector<double> mean_times(const FoldedRuns& folded) {
  const TimeRows& rows = folded.device ? *folded.device : folded.host;
  const std::size_t width = folded.calls.size();
  std::vector<double> means(width, 0.0);
  for (std::size_t i = 0; i < rows.exclusive_ns.size(); ++i) {
    means[i % width] += rows.exclusive_ns[i] / static_cast<double>(folded.rows);
  }
  return means;
}

namespace {

/// Puts a time to each row of a module and an operator, or makes one.
class Rows {
 public:
  explicit Rows(Report& report) : report_(report) {
    for (std::size_t i = 0; i < report.operators.size(); ++i) {
      places_.emplace(std::pair(report.operators[i].module, report.operators[i].name), i);
    }
  }

  void add(const OperatorSite& group, std::int64_t calls, double time_ns) {
    if (calls == 0) return;
    const std::string& path = report_.modules[static_cast<std::size_t>(group.module)].path;
    const auto [place, is_new] = places_.try_emplace({path, group.name}, report_.operators.size());
    if (is_new) {
      report_.operators.push_back({path, group.name, 0, {}, PriceState::kFree, {}, {}, 0});
      only_timed_ = std::min(only_timed_, place->second);
    }
    OperatorReport& row = report_.operators[place->second];
    if (place->second >= only_timed_) row.calls += calls;
    row.timed_calls = row.timed_calls.value_or(0) + calls;
    row.time_ns = row.time_ns.value_or(0) + time_ns;
  }

  void sort_by_module() {
    std::map<std::string, std::size_t> order;
    for (std::size_t i = 0; i < report_.modules.size(); ++i) order[report_.modules[i].path] = i;
    std::ranges::stable_sort(report_.operators, {},
                             [&](const OperatorReport& row) { return order[row.module]; });
  }

 private:
  Report& report_;
  std::size_t only_timed_ = std::numeric_limits<std::size_t>::max();  ///< rows from here on
  std::map<std::pair<std::string, std::string>, std::size_t> places_;
};

}  // namespace

void fill_operator_times(const Recording& recording, Report& report) {
  if (!recording.operator_runs || recording.operator_runs->folded.rows == 0) return;
  const OperatorRuns& runs = *recording.operator_runs;
  const std::vector<double> means = mean_times(runs.folded);
  OperatorTiming timing;
  Rows rows(report);
  std::int64_t calls = 0;
  for (std::size_t i = 1; i < runs.groups.size(); ++i) {
    rows.add(runs.groups[i], runs.folded.calls[i], means[i]);
    timing.operators_ns += means[i];
    calls += runs.folded.calls[i];
  }
  move_fused_costs(runs, report);
  rows.sort_by_module();
  timing.between_ns = means.front();
  timing.latency_ns = statistics_of(to_samples(runs.latency_ns));
  timing.overhead = overhead_of(recording.baseline_ns, runs.latency_ns, calls);
  report.operator_timing = std::move(timing);
}

}  // namespace hookstat::reporting
