#include "report/build_report.h"

#include <cstddef>
#include <utility>
#include <vector>

#include "report/calls.h"
#include "report/checks.h"
#include "report/device.h"
#include "report/leaves.h"
#include "report/load.h"
#include "report/memory.h"
#include "report/module_costs.h"
#include "report/noise.h"
#include "report/operator_times.h"
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

void fill_costs(const ModuleCosts& costs, std::vector<ModuleReport>& modules) {
  for (std::size_t i = 0; i < modules.size(); ++i) {
    modules[i].inclusive_cost = costs.inclusive[i];
    modules[i].exclusive_cost = costs.exclusive[i];
    modules[i].efficiency.dtype = costs.dtypes[i];
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
  report.hooked_latency_ns = reporting::statistics_of(reporting::to_samples(recording.hooked_ns));
  report.overhead = reporting::overhead_of(recording);
  report.noise = reporting::noise_of(recording);
  report.machine_peaks = recording.peaks;
  report.hooked_outputs = recording.outputs;
  report.first_call_ns = recording.first_call_ns;
  report.timeline = reporting::timeline_of(recording);
  report.run_latencies_ns = recording.baseline_ns;
  for (const ModuleInfo& info : recording.modules) report.modules.push_back(registered(info));
  return report;
}

}  // namespace

Report reporting::join(const Recording& recording, const std::string& version, const CostTable& own,
                       const std::function<void(Report&)>& fill_times) {
  reporting::check_recording(recording);
  Report report = described(recording, version);
  report.settings.own_costs = own.names();
  fill_times(report);
  reporting::fill_calls(recording, report.modules);
  const std::vector<PricedCall> priced = price_calls(recording.operators, own);
  ModuleCosts costs = reporting::module_costs(recording, priced, report.modules);
  fill_costs(costs, report.modules);
  report.totals.parameters = report.model.parameters;
  report.totals.cost = costs.total;
  report.totals.torchstat = reporting::fill_torchstat(recording, report.modules);
  report.operators = std::move(costs.operators);
  reporting::fill_operator_times(recording, report);
  report.uncounted = std::move(costs.uncounted);
  reporting::fill_memory(recording, report);
  reporting::fill_load(recording, report);
  report.sources = reporting::sources_of(recording, priced, report.operator_timing);
  reporting::fill_shares(report);
  report.warnings = reporting::warnings_of(recording, report);
  reporting::fill_device(recording, report);
  return report;
}

Report build_report(const Recording& recording, const std::string& version, const CostTable& own) {
  return reporting::join(recording, version, own, [&](Report& report) {
    reporting::fill_times(recording, report.modules);
    report.concurrency = reporting::concurrency_of(recording.folded);
  });
}

}  // namespace hookstat
