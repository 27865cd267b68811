#include "report/times.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <numeric>

#include "report/statistics.h"

namespace hookstat::reporting {
namespace {

/// Rows turned into one list of samples a module. In blocks of modules, so that each part of a row
/// that is fetched is used whole.
std::vector<Samples> columns_of(const std::vector<double>& rows, std::size_t modules,
                                std::size_t runs) {
  constexpr std::size_t kBlock = 16;
  std::vector<Samples> columns(modules, Samples(runs));
  for (std::size_t first = 0; first < modules; first += kBlock) {
    const std::size_t end = std::min(first + kBlock, modules);
    for (std::size_t run = 0; run < runs; ++run) {
      for (std::size_t i = first; i < end; ++i) columns[i][run] = rows[run * modules + i];
    }
  }
  return columns;
}

/// Inclusive times of modules that were never called.
void fill_containers(const std::vector<ModuleInfo>& modules, const std::vector<bool>& called,
                     const std::vector<Samples>& exclusive, std::vector<Samples>& inclusive) {
  if (std::ranges::find(called, false) == called.end()) return;
  std::vector<Samples> below = exclusive;
  // Children stand behind their parents, so each sum is complete when it is handed up.
  for (std::size_t i = modules.size(); i-- > 0;) {
    if (modules[i].parent >= 0) {
      Samples& parent = below[static_cast<std::size_t>(modules[i].parent)];
      std::ranges::transform(parent, below[i], parent.begin(), std::plus<>());
    }
    if (!called[i]) inclusive[i] = std::move(below[i]);
  }
}

std::vector<TimeSplit> splits_of(const std::vector<ModuleInfo>& modules, const FoldedRuns& folded,
                                 const TimeRows& rows) {
  const auto runs = static_cast<std::size_t>(folded.rows);
  std::vector<Samples> inclusive = columns_of(rows.inclusive_ns, modules.size(), runs);
  std::vector<Samples> exclusive = columns_of(rows.exclusive_ns, modules.size(), runs);
  fill_containers(modules, folded.called, exclusive, inclusive);
  std::vector<TimeSplit> splits(modules.size());
  for (std::size_t i = 0; i < splits.size(); ++i) {
    splits[i] = {statistics_of(std::move(inclusive[i])), statistics_of(std::move(exclusive[i]))};
  }
  return splits;
}

}  // namespace

std::vector<TimeSplit> host_times(const std::vector<ModuleInfo>& modules, const FoldedRuns& runs) {
  return splits_of(modules, runs, runs.host);
}

std::vector<TimeSplit> device_times(const std::vector<ModuleInfo>& modules,
                                    const FoldedRuns& runs) {
  return splits_of(modules, runs, *runs.device);
}

void fill_times(const Recording& recording, std::vector<ModuleReport>& modules) {
  const FoldedRuns& runs = recording.folded;
  if (runs.rows == 0) return;
  const std::vector<TimeSplit> host = host_times(recording.modules, runs);
  for (std::size_t i = 0; i < modules.size(); ++i) modules[i].time_ns = host[i];
  if (runs.device) {
    const std::vector<TimeSplit> device = device_times(recording.modules, runs);
    for (std::size_t i = 0; i < modules.size(); ++i) modules[i].device_time_ns = device[i];
  }
  if (runs.wait_ns.empty()) return;
  std::vector<Samples> waits =
      columns_of(runs.wait_ns, modules.size(), static_cast<std::size_t>(runs.rows));
  for (std::size_t i = 0; i < modules.size(); ++i) {
    modules[i].wait_ns = statistics_of(std::move(waits[i]));
  }
}

double concurrency_of(const FoldedRuns& runs) {
  const auto sum = [](const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
  };
  const double wall_ns = sum(runs.wall_ns);
  return wall_ns > 0 ? sum(runs.host.exclusive_ns) / wall_ns : 1.0;
}

}  // namespace hookstat::reporting
