#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "hookstat/error.h"
#include "hookstat/processes.h"
#include "hookstat/saturating.h"
#include "report/device.h"
#include "report/load.h"
#include "report/measurement_warnings.h"
#include "report/merge_statistics.h"
#include "report/shares.h"
#include "report/sources.h"
#include "report/statistics.h"

namespace hookstat {
namespace {

using reporting::each;
using reporting::merged;

void check_same_model(const std::vector<Report>& reports) {
  if (reports.empty()) throw InputError("there is no report of any process");
  for (const Report& report : reports) {
    const bool same = std::ranges::equal(report.modules, reports.front().modules, {},
                                         &ModuleReport::path, &ModuleReport::path);
    if (!same) throw InputError("the processes did not measure one model: their modules differ");
  }
}

ProcessReport process_of(const Report& report) {
  ProcessReport process;
  process.created = report.created;
  process.latency_ns = report.latency_ns;
  process.hooked_latency_ns = report.hooked_latency_ns;
  process.overhead = report.overhead;
  process.first_call_ns = report.first_call_ns;
  for (const ModuleReport& module : report.modules) {
    const TimeSplit& time_ns = reporting::lane_of_shares(module);
    process.inclusive_median_ns.push_back(time_ns.inclusive.median);
    process.exclusive_median_ns.push_back(time_ns.exclusive.median);
  }
  return process;
}

/// Index of the report whose median latency is the middle one, the lower of two.
std::size_t middle_of(const std::vector<Report>& reports) {
  std::vector<std::size_t> order(reports.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::sort(order, {}, [&](std::size_t i) { return reports[i].latency_ns.median; });
  return order[(order.size() - 1) / 2];
}

/// In the list of all.
std::int64_t runs_before(const std::vector<Report>& reports, std::size_t index) {
  std::size_t runs = 0;
  for (std::size_t i = 0; i < index; ++i) runs += reports[i].run_latencies_ns.size();
  return static_cast<std::int64_t>(runs);
}

TimeSplit merged_split(const std::vector<TimeSplit>& splits) {
  std::vector<Statistics> inclusive;
  std::vector<Statistics> exclusive;
  for (const TimeSplit& split : splits) {
    inclusive.push_back(split.inclusive);
    exclusive.push_back(split.exclusive);
  }
  return {merged(inclusive), merged(exclusive)};
}

void merge_module(const std::vector<Report>& reports, std::size_t index, ModuleReport& module) {
  std::vector<TimeSplit> host;
  std::vector<TimeSplit> device;
  std::vector<TimeSplit> busy;
  std::vector<Statistics> wait;
  for (const Report& report : reports) {
    const ModuleReport& one = report.modules[index];
    host.push_back(one.time_ns);
    if (one.device_time_ns) device.push_back(*one.device_time_ns);
    if (one.device_busy_ns) busy.push_back(*one.device_busy_ns);
    if (one.wait_ns) wait.push_back(*one.wait_ns);
  }
  module.time_ns = merged_split(host);
  module.device_time_ns.reset();
  if (device.size() == reports.size()) module.device_time_ns = merged_split(device);
  module.device_busy_ns.reset();
  module.device_idle_percent.reset();
  if (busy.size() == reports.size()) module.device_busy_ns = merged_split(busy);
  if (!wait.empty()) module.wait_ns = merged(wait);
}

/// Gives each row of `sum` the mean time over the rows of the same key in `lists`, one of each
/// process, that have one.
template <class Row, class Key>
void merge_times(const std::vector<const std::vector<Row>*>& lists, const Key& key,
                 std::vector<Row>& sum) {
  std::map<decltype(key(sum.front())), std::vector<double>> times;
  for (const std::vector<Row>* list : lists) {
    for (const Row& row : *list) {
      if (row.time_ns) times[key(row)].push_back(*row.time_ns);
    }
  }
  for (Row& row : sum) {
    const auto known = times.find(key(row));
    if (known != times.end()) row.time_ns = reporting::mean_of(known->second);
  }
}

void merge_operators(const std::vector<Report>& reports, Report& sum) {
  std::vector<OperatorTiming> timings;
  std::vector<const std::vector<OperatorReport>*> lists;
  lists.reserve(reports.size());
  for (const Report& report : reports) {
    if (report.operator_timing) timings.push_back(*report.operator_timing);
    lists.push_back(&report.operators);
  }
  if (timings.empty()) return;
  merge_times(
      lists, [](const OperatorReport& op) { return std::pair(op.module, op.name); }, sum.operators);
  OperatorTiming& joint = sum.operator_timing.emplace();
  joint.latency_ns = merged(each(timings, &OperatorTiming::latency_ns));
  joint.overhead = merged(each(timings, &OperatorTiming::overhead));
  joint.operators_ns = reporting::mean_of(each(timings, &OperatorTiming::operators_ns));
  joint.between_ns = reporting::mean_of(each(timings, &OperatorTiming::between_ns));
}

void merge_sources(const std::vector<Report>& reports, Report& sum) {
  if (!sum.sources) return;
  std::vector<const std::vector<SourceReport>*> lists;
  for (const Report& report : reports) {
    if (report.sources) lists.push_back(&*report.sources);
  }
  merge_times(
      lists, [](const SourceReport& row) { return std::tuple(row.file, row.line, row.scope); },
      *sum.sources);
  reporting::fill_source_shares(sum.operator_timing, *sum.sources);
}

void add_phases(const std::vector<Report>& reports, Report& sum) {
  sum.phases_ns = {};
  sum.model_calls = 0;
  sum.run_latencies_ns.clear();
  for (const Report& report : reports) {
    for (const auto phase : {&PhaseTimes::start_ns, &PhaseTimes::load_ns, &PhaseTimes::analysis_ns,
                             &PhaseTimes::warmup_ns, &PhaseTimes::runs_ns, &PhaseTimes::report_ns,
                             &PhaseTimes::concurrency_ns, &PhaseTimes::peaks_ns}) {
      sum.phases_ns.*phase += report.phases_ns.*phase;
    }
    sum.model_calls = saturating_add(sum.model_calls, report.model_calls);
    sum.run_latencies_ns.insert(sum.run_latencies_ns.end(), report.run_latencies_ns.begin(),
                                report.run_latencies_ns.end());
  }
}

/// Those of the joint figures; of the others each kind once, in the words of the first process that
/// gave it.
std::vector<Note> merged_warnings(const Report& joint, const std::vector<Report>& reports) {
  std::vector<Note> notes;
  std::map<std::string, std::size_t> count;
  for (const Report& report : reports) {
    for (const Note& note : report.warnings) {
      if (reporting::is_of_measurement(note.code)) continue;
      if (count[note.code]++ == 0) notes.push_back(note);
    }
  }
  for (Note& note : notes) {
    const std::size_t given = count[note.code];
    if (given >= reports.size()) continue;
    note.message.append(" (in ").append(std::to_string(given)).append(" of ");
    note.message.append(std::to_string(reports.size())).append(" processes)");
  }
  for (Note& note : reporting::measurement_warnings(joint)) notes.push_back(std::move(note));
  return notes;
}

}  // namespace

Report merge_processes(std::vector<Report> reports) {
  check_same_model(reports);
  const std::size_t middle = middle_of(reports);
  Report report = reports[middle];
  report.created = reports.front().created;
  report.settings.processes = static_cast<std::int64_t>(reports.size());
  report.latency_ns = merged(each(reports, &Report::latency_ns));
  report.hooked_latency_ns = merged(each(reports, &Report::hooked_latency_ns));
  report.overhead = merged(each(reports, &Report::overhead));
  report.noise = reporting::worst(each(reports, &Report::noise));
  for (std::size_t i = 0; i < report.modules.size(); ++i) {
    merge_module(reports, i, report.modules[i]);
  }
  reporting::merge_device(reports, report);
  merge_operators(reports, report);
  merge_sources(reports, report);
  reporting::merge_load(reports, report);
  add_phases(reports, report);
  if (report.timeline) report.timeline->run += runs_before(reports, middle);
  reporting::fill_shares(report);
  report.warnings = merged_warnings(report, reports);
  report.processes.clear();
  for (const Report& one : reports) report.processes.push_back(process_of(one));
  return report;
}

}  // namespace hookstat
