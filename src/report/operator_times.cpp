#include "report/operator_times.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "report/fused_costs.h"
#include "report/operator_rows.h"
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

/// Gives each group's time to its row, which is made where there is none.
void add_times(const OperatorRuns& runs, const std::vector<double>& means, Report& report,
               OperatorRows& rows) {
  const std::size_t priced = report.operators.size();
  for (std::size_t i = 1; i < runs.groups.size(); ++i) {
    const std::int64_t calls = runs.folded.calls[i];
    if (calls == 0) continue;
    OperatorReport& row = rows.find_or_add(runs.groups[i].module, runs.groups[i].name);
    const auto place = static_cast<std::size_t>(&row - report.operators.data());
    if (place >= priced) row.calls += calls;
    row.timed_calls = row.timed_calls.value_or(0) + calls;
    row.time_ns = row.time_ns.value_or(0) + means[i];
  }
}

void sort_by_module(Report& report) {
  std::map<std::string, std::size_t> order;
  for (std::size_t i = 0; i < report.modules.size(); ++i) order[report.modules[i].path] = i;
  std::ranges::stable_sort(report.operators, {},
                           [&](const OperatorReport& row) { return order[row.module]; });
}

}  // namespace

void fill_operator_times(const Recording& recording, Report& report) {
  if (!recording.operator_runs || recording.operator_runs->folded.rows == 0) return;
  const OperatorRuns& runs = *recording.operator_runs;
  const std::vector<double> means = mean_times(runs.folded);
  OperatorTiming timing;
  OperatorRows rows(report);
  add_times(runs, means, report, rows);
  move_fused_costs(runs, rows);
  sort_by_module(report);
  std::int64_t calls = 0;
  for (std::size_t i = 1; i < runs.groups.size(); ++i) {
    timing.operators_ns += means[i];
    calls += runs.folded.calls[i];
  }
  timing.between_ns = means.front();
  timing.latency_ns = statistics_of(to_samples(runs.latency_ns));
  timing.overhead = overhead_of(recording.baseline_ns, runs.latency_ns, calls);
  report.operator_timing = std::move(timing);
}

}  // namespace hookstat::reporting
