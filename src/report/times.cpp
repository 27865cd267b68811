#include "report/times.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numeric>

#include "report/shares.h"

namespace hookstat::reporting {
namespace {

enum class Lane : std::uint8_t { kHost, kDevice };

bool has_device_times(const CallSpan& span) { return span.device_start_ns && span.device_stop_ns; }

double duration_ns(const CallSpan& span, Lane lane) {
  if (lane == Lane::kHost) return static_cast<double>(span.stop_ns - span.start_ns);
  return static_cast<double>(*span.device_stop_ns - *span.device_start_ns);
}

double wait_ns(const CallSpan& span, Lane lane) {
  return lane == Lane::kHost ? static_cast<double>(span.wait_ns) : 0.0;
}

std::size_t module_of(const Recording& recording, const CallSpan& span) {
  return static_cast<std::size_t>(recording.sites[static_cast<std::size_t>(span.site)].module);
}

/// The enclosing span, or nullptr for the root.
const CallSpan* enclosing(const TimedRun& run, const CallSpan& span) {
  return span.parent < 0 ? nullptr : &run.spans[static_cast<std::size_t>(span.parent)];
}

bool is_outermost_call(const Recording& recording, const TimedRun& run, const CallSpan& span) {
  if (span.fork_body) return false;
  const std::size_t module = module_of(recording, span);
  for (const CallSpan* outer = enclosing(run, span); outer; outer = enclosing(run, *outer)) {
    if (!outer->fork_body && module_of(recording, *outer) == module) return false;
  }
  return true;
}

std::vector<Samples> zeros(const Recording& recording) {
  return {recording.modules.size(), Samples(recording.runs.size(), 0.0)};
}

void add_run(const Recording& recording, std::size_t run_index, Lane lane, TimeTable& table) {
  const TimedRun& run = recording.runs[run_index];
  for (const CallSpan& span : run.spans) {
    const std::size_t module = module_of(recording, span);
    const double duration = duration_ns(span, lane);
    table.exclusive[module][run_index] += duration - wait_ns(span, lane);
    const CallSpan* const outer = enclosing(run, span);
    if (outer && !span.fork_body && outer->task == span.task) {
      table.exclusive[module_of(recording, *outer)][run_index] -= duration;
    }
    if (is_outermost_call(recording, run, span)) table.inclusive[module][run_index] += duration;
  }
}

std::vector<bool> modules_called(const Recording& recording) {
  std::vector<bool> called(recording.modules.size(), false);
  for (const TimedRun& run : recording.runs) {
    for (const CallSpan& span : run.spans) {
      if (!span.fork_body) called[module_of(recording, span)] = true;
    }
  }
  return called;
}

void fill_containers(const Recording& recording, const std::vector<bool>& called,
                     TimeTable& table) {
  std::vector<Samples> below = table.exclusive;
  // Children stand behind their parents, so each sum is complete when it is handed up.
  for (std::size_t i = recording.modules.size(); i-- > 0;) {
    if (!called[i]) table.inclusive[i] = below[i];
    if (recording.modules[i].parent < 0) continue;
    Samples& parent = below[static_cast<std::size_t>(recording.modules[i].parent)];
    std::transform(parent.begin(), parent.end(), below[i].begin(), parent.begin(), std::plus<>());
  }
}

TimeTable table_of(const Recording& recording, const std::vector<bool>& called, Lane lane) {
  TimeTable table{zeros(recording), zeros(recording)};
  for (std::size_t run = 0; run < recording.runs.size(); ++run) {
    add_run(recording, run, lane, table);
  }
  fill_containers(recording, called, table);
  return table;
}

template <class Predicate>
bool any_span(const Recording& recording, Predicate predicate) {
  return std::any_of(recording.runs.begin(), recording.runs.end(), [&](const TimedRun& run) {
    return std::any_of(run.spans.begin(), run.spans.end(), predicate);
  });
}

bool all_on_device(const Recording& recording) {
  return any_span(recording, has_device_times) &&
         !any_span(recording, [](const CallSpan& span) { return !has_device_times(span); });
}

std::optional<std::vector<Samples>> waits_of(const Recording& recording) {
  if (!any_span(recording, [](const CallSpan& span) { return span.fork_body; })) {
    return std::nullopt;
  }
  std::vector<Samples> waits = zeros(recording);
  for (std::size_t run = 0; run < recording.runs.size(); ++run) {
    for (const CallSpan& span : recording.runs[run].spans) {
      waits[module_of(recording, span)][run] += static_cast<double>(span.wait_ns);
    }
  }
  return waits;
}

double sum_of(const Samples& samples) {
  return std::accumulate(samples.begin(), samples.end(), 0.0);
}

double sum_of(const std::vector<Samples>& rows) {
  return std::accumulate(rows.begin(), rows.end(), 0.0,
                         [](double sum, const Samples& samples) { return sum + sum_of(samples); });
}

std::vector<std::optional<double>> percents(const std::vector<Samples>& parts, double whole) {
  std::vector<std::optional<double>> result;
  result.reserve(parts.size());
  for (const Samples& part : parts) result.push_back(percent_of(sum_of(part), whole));
  return result;
}

double concurrency_of(const Recording& recording, const TimeTable& host) {
  double wall_ns = 0;
  for (const TimedRun& run : recording.runs) {
    if (!run.spans.empty()) wall_ns += duration_ns(run.spans.front(), Lane::kHost);
  }
  return wall_ns > 0 ? sum_of(host.exclusive) / wall_ns : 1.0;
}

}  // namespace

ModuleTimes module_times(const Recording& recording) {
  const std::vector<bool> called = modules_called(recording);
  ModuleTimes times;
  times.host = table_of(recording, called, Lane::kHost);
  if (all_on_device(recording)) times.device = table_of(recording, called, Lane::kDevice);
  times.wait = waits_of(recording);
  const TimeTable& lane = lane_of_shares(times);
  const double total_ns = sum_of(lane.exclusive);
  times.time_percent = percents(lane.exclusive, total_ns);
  times.inclusive_percent = percents(lane.inclusive, total_ns);
  times.concurrency = concurrency_of(recording, times.host);
  return times;
}

const TimeTable& lane_of_shares(const ModuleTimes& times) noexcept {
  return times.device ? *times.device : times.host;
}

}  // namespace hookstat::reporting
