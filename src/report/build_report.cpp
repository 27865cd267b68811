// Joins what the other files of this part compute.

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "hookstat/report.h"
#include "report/calls.h"
#include "report/checks.h"
#include "report/classes.h"
#include "report/efficiency.h"
#include "report/leaves.h"
#include "report/module_costs.h"
#include "report/overhead.h"
#include "report/shares.h"
#include "report/sources.h"
#include "report/statistics.h"
#include "report/tensors.h"
#include "report/timeline.h"
#include "report/times.h"
#include "report/warnings.h"

namespace hookstat {
namespace {

using reporting::ModuleCosts;
using reporting::ModuleTimes;
using reporting::TimeTable;

ModuleReport registered(const ModuleInfo& info) {
  ModuleReport module;
  module.path = info.path;
  module.class_name = info.class_name;
  module.qualified_class = info.qualified_class;
  module.alias_of = info.alias_of;
  if (info.parent >= 0) module.parent = info.parent;
  module.depth = info.depth;
  module.leaf = info.leaf;
  const reporting::TensorSum own = reporting::sum_of(info.parameters);
  module.parameters = own.elements;
  module.parameter_bytes = own.bytes;
  return module;
}

TimeSplit split_of(const TimeTable& table, std::size_t module) {
  return {reporting::statistics_of(table.inclusive[module]),
          reporting::statistics_of(table.exclusive[module])};
}

void fill_times(const ModuleTimes& times, std::vector<ModuleReport>& modules) {
  for (std::size_t i = 0; i < modules.size(); ++i) {
    modules[i].time_ns = split_of(times.host, i);
    if (times.device) modules[i].device_time_ns = split_of(*times.device, i);
    if (times.wait) modules[i].wait_ns = reporting::statistics_of((*times.wait)[i]);
    modules[i].time_percent = times.time_percent[i];
    modules[i].inclusive_percent = times.inclusive_percent[i];
  }
}

void fill_costs(const ModuleCosts& costs, const ModuleTimes& times,
                std::vector<ModuleReport>& modules) {
  const TimeTable& lane = reporting::lane_of_shares(times);
  for (std::size_t i = 0; i < modules.size(); ++i) {
    const CostSummary& exclusive = costs.exclusive[i];
    modules[i].inclusive_cost = costs.inclusive[i];
    modules[i].exclusive_cost = exclusive;
    modules[i].flops_percent = reporting::percent_of(static_cast<double>(exclusive.cost.flops),
                                                     static_cast<double>(costs.total.flops));
    modules[i].efficiency =
        reporting::efficiency_of(exclusive.cost, reporting::mean_of(lane.exclusive[i]));
  }
}

void fill_uncounted_shares(const std::vector<ModuleReport>& modules,
                           std::vector<UncountedReport>& uncounted) {
  std::map<std::string, std::optional<double>> time_percent;
  for (const ModuleReport& module : modules) time_percent[module.path] = module.time_percent;
  for (UncountedReport& entry : uncounted) {
    for (const std::string& path : entry.modules) {
      const std::optional<double>& share = time_percent[path];
      if (share) entry.time_percent_at_most = entry.time_percent_at_most.value_or(0.0) + *share;
    }
  }
}

ModelSummary summary_of(const Recording& recording) {
  const auto parameters = reporting::distinct_sum(recording.modules, &ModuleInfo::parameters);
  const auto buffers = reporting::distinct_sum(recording.modules, &ModuleInfo::buffers);
  ModelSummary summary;
  summary.path = recording.model.path;
  summary.file_bytes = recording.model.file_bytes;
  summary.method = recording.model.method;
  summary.modules = static_cast<std::int64_t>(recording.modules.size());
  summary.parameters = parameters.elements;
  summary.parameter_bytes = parameters.bytes;
  summary.buffers = buffers.elements;
  summary.buffer_bytes = buffers.bytes;
  summary.constants = recording.model.constants;
  summary.constant_bytes = recording.model.constant_bytes;
  return summary;
}

std::vector<ReportInput> inputs_of(const Recording& recording) {
  std::vector<ReportInput> inputs;
  for (const InputDescription& input : recording.inputs) {
    inputs.push_back({input.name, input.kind, input.text, std::nullopt});
    if (input.tensor) inputs.back().tensor = reporting::summary_of(*input.tensor);
  }
  return inputs;
}

/// What is copied, or depends on the recording alone.
Report described(const Recording& recording, const std::string& version) {
  Report report;
  report.tool.version = version;
  report.tool.libtorch_version = recording.environment.libtorch_version;
  report.created = recording.created;
  report.model = summary_of(recording);
  report.inputs = inputs_of(recording);
  report.environment = recording.environment;
  report.settings = recording.settings;
  report.phases_ns = recording.phases;
  report.model_calls = recording.model_calls;
  report.latency_ns = reporting::statistics_of(reporting::to_samples(recording.baseline_ns));
  report.hooked_latency_ns = reporting::hooked_latency_of(recording);
  report.overhead = reporting::overhead_of(recording);
  report.hooked_outputs = recording.outputs;
  report.first_call_ns = recording.first_call_ns;
  report.timeline = reporting::timeline_of(recording);
  report.run_latencies_ns = recording.baseline_ns;
  for (const ModuleInfo& info : recording.modules) report.modules.push_back(registered(info));
  return report;
}

}  // namespace

Report build_report(const Recording& recording, const std::string& version) {
  reporting::check_recording(recording);
  Report report = described(recording, version);
  const ModuleTimes times = reporting::module_times(recording);
  fill_times(times, report.modules);
  report.concurrency = times.concurrency;
  reporting::fill_calls(recording, report.modules);
  ModuleCosts costs = reporting::module_costs(recording, report.modules);
  fill_costs(costs, times, report.modules);
  report.totals.parameters = report.model.parameters;
  report.totals.cost = costs.total;
  report.totals.torchstat = reporting::fill_torchstat(recording, times, report.modules);
  report.classes = reporting::classes_of(report.modules, times, costs.total.flops);
  report.operators = std::move(costs.operators);
  report.uncounted = std::move(costs.uncounted);
  report.sources = reporting::sources_of(recording);
  fill_uncounted_shares(report.modules, report.uncounted);
  report.warnings = reporting::warnings_of(recording, report);
  return report;
}

}  // namespace hookstat
