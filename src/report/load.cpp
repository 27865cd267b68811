#include "report/load.h"

#include <algorithm>
#include <cstddef>

#include "report/merge_statistics.h"
#include "report/statistics.h"
#include "report/times.h"

namespace hookstat::reporting {
namespace {

std::optional<double> growth_of(const Statistics& loaded, const Statistics& alone) {
  if (alone.mean <= 0) return std::nullopt;
  return loaded.mean / alone.mean;
}

}  // namespace

void fill_load(const Recording& recording, Report& report) {
  if (!recording.loaded_runs || recording.loaded_runs->folded.rows == 0) return;
  const LoadedRuns& runs = *recording.loaded_runs;
  constexpr double kNsPerSecond = 1e9;
  LoadReport load;
  load.threads = runs.threads;
  load.calls_per_second = runs.calls_per_second;
  if (report.latency_ns.mean > 0) {
    load.calls_per_second_alone = kNsPerSecond / report.latency_ns.mean;
  }
  load.latency_ns = statistics_of(to_samples(runs.plain_ns));
  load.hooked_latency_ns = statistics_of(to_samples(runs.hooked_ns));
  report.load = load;
  const std::vector<TimeSplit> times = host_times(recording.modules, runs.folded);
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (!runs.folded.called[i]) continue;
    ModuleReport& module = report.modules[i];
    module.under_load =
        ModuleUnderLoad{times[i], growth_of(times[i].exclusive, module.time_ns.exclusive)};
  }
}

void merge_load(const std::vector<Report>& reports, Report& joint) {
  std::vector<LoadReport> loads;
  for (const Report& report : reports) {
    if (report.load) loads.push_back(*report.load);
  }
  if (loads.empty()) return;
  LoadReport& load = joint.load.emplace();
  load.threads = loads.front().threads;
  load.calls_per_second = mean_of(each(loads, &LoadReport::calls_per_second));
  load.calls_per_second_alone = mean_of(each(loads, &LoadReport::calls_per_second_alone));
  load.latency_ns = merged(each(loads, &LoadReport::latency_ns));
  load.hooked_latency_ns = merged(each(loads, &LoadReport::hooked_latency_ns));
  for (std::size_t i = 0; i < joint.modules.size(); ++i) {
    std::vector<Statistics> inclusive;
    std::vector<Statistics> exclusive;
    for (const Report& report : reports) {
      const auto& one = report.modules[i].under_load;
      if (!one) continue;
      inclusive.push_back(one->time_ns.inclusive);
      exclusive.push_back(one->time_ns.exclusive);
    }
    if (exclusive.empty()) continue;
    ModuleReport& module = joint.modules[i];
    const TimeSplit times{merged(inclusive), merged(exclusive)};
    module.under_load =
        ModuleUnderLoad{times, growth_of(times.exclusive, module.time_ns.exclusive)};
  }
}

}  // namespace hookstat::reporting
