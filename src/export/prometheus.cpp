// Prometheus's text format, for node exporter's textfile collector: base units, no timestamps.
#include <fmt/format.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "export/display_text.h"
#include "export/module_columns.h"
#include "export/module_rows.h"
#include "export/operator_sums.h"
#include "export/prometheus_text.h"
#include "export/writers.h"

namespace hookstat::exporting {
namespace {

constexpr double kPercent = 100;

std::optional<double> ratio(std::optional<double> percent) {
  return percent ? std::optional(*percent / kPercent) : std::nullopt;
}

/// The file's name without its folders and its ending.
std::string model_name(const std::string& path) {
  std::string name = path.substr(path.find_last_of('/') + 1);
  const std::size_t dot = name.find_last_of('.');
  if (dot != std::string::npos && dot > 0) name.resize(dot);
  return printable(name);
}

/// Of "2026-11-26T15:02:31Z"; nullopt for anything else.
std::optional<double> unix_seconds(const std::string& created) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  char end = 0;
  const int read = std::sscanf(created.c_str(), "%4d-%2u-%2uT%2d:%2d:%2d%c", &year, &month, &day,
                               &hour, &minute, &second, &end);
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (read != 7 || end != 'Z' || !date.ok()) return std::nullopt;
  const auto time = std::chrono::sys_days(date) + std::chrono::hours(hour) +
                    std::chrono::minutes(minute) + std::chrono::seconds(second);
  return static_cast<double>(time.time_since_epoch().count());
}

Labels labels_of(const Report& report) {
  std::string inputs;
  for (const ReportInput& input : report.inputs) {
    const std::string& text = input.text.empty() ? input.kind : input.text;
    inputs.append(inputs.empty() ? "" : ", ")
        .append(input.tensor ? shape_text(input.tensor->shape) : printable(text));
  }
  constexpr std::size_t kLongest = 120;
  return {{"model", model_name(report.model.path)},
          {"inputs", fitted(inputs, kLongest)},
          {"method", printable(report.model.method)},
          {"device", printable(report.environment.device)}};
}

/// The modules shown and, in a row without a module, the others' sums. Which ones is by time.
struct ModuleChoice {
  std::vector<const ModuleReport*> shown;
  Sums others;
};

ModuleChoice choose_modules(const Report& report, int top) {
  ExportOptions options;
  options.top = top;
  options.sort = top > 0 ? "time" : "";
  const ModuleRows rows = select_rows(report.modules, options);
  ModuleChoice choice{{}, rows.hidden};
  choice.shown.reserve(rows.shown.size());
  for (const ModuleRow& row : rows.shown) choice.shown.push_back(row.module);
  return choice;
}

using Value = std::optional<double>;

struct ModuleMetric {
  std::string_view name;
  std::string_view help;
  Value (*of_module)(const ModuleReport&);
  Value (*of_sums)(const Sums&);  ///< nullptr: does not add up
};

Value mean_of(const Statistics& statistics) {
  return statistics.count == 0 ? std::nullopt : std::optional(seconds(statistics.mean));
}

constexpr ModuleMetric kModuleMetrics[] = {
    {"hookstat_module_exclusive_seconds",
     "Mean time of a call of the model in the module's own code.",
     [](const ModuleReport& m) { return mean_of(time_of(m).exclusive); },
     [](const Sums& s) { return Value(seconds(s.mean_ns)); }},
    {"hookstat_module_inclusive_seconds",
     "Mean time of a call of the model in the module and all that it calls.",
     [](const ModuleReport& m) { return mean_of(time_of(m).inclusive); }, nullptr},
    {"hookstat_module_launch_seconds",
     "Mean time of a call of the model that the host spent submitting the module's own work.",
     [](const ModuleReport& m) {
       return m.device_time_ns ? mean_of(m.time_ns.exclusive) : std::nullopt;
     },
     nullptr},
    {"hookstat_module_device_idle_ratio",
     "Share of the module's own device time in which the device waited for the host.",
     [](const ModuleReport& m) { return ratio(m.device_idle_percent); }, nullptr},
    {"hookstat_module_time_ratio", "Share of the module's own code in the time of all modules.",
     [](const ModuleReport& m) { return ratio(m.time_percent); },
     [](const Sums& s) { return ratio(s.time_percent); }},
    {"hookstat_module_flops",
     "Floating-point operations of the module's own code in a call of the model.",
     [](const ModuleReport& m) { return Value(static_cast<double>(m.exclusive_cost.cost.flops)); },
     [](const Sums& s) { return Value(static_cast<double>(s.cost.flops)); }},
    {"hookstat_module_flops_ratio", "Share of the module's own code in the FLOPs of all modules.",
     [](const ModuleReport& m) { return ratio(m.flops_percent); },
     [](const Sums& s) { return ratio(s.flops_percent); }},
    {"hookstat_module_roofline_ratio",
     "Least time that the machine's peaks allow over the time taken.",
     [](const ModuleReport& m) { return ratio(m.efficiency.roofline_percent); }, nullptr},
    {"hookstat_module_calls", "Calls of the module in a call of the model.",
     [](const ModuleReport& m) { return Value(static_cast<double>(m.calls)); },
     [](const Sums& s) { return Value(static_cast<double>(s.calls)); }},
    {"hookstat_module_parameters", "Elements of the module's own parameters.",
     [](const ModuleReport& m) { return Value(static_cast<double>(m.parameters)); },
     [](const Sums& s) { return Value(static_cast<double>(s.parameters)); }},
    {"hookstat_module_peak_memory_bytes",
     "Most memory held above what was held when the module was called.",
     [](const ModuleReport& m) {
       return m.memory ? Value(static_cast<double>(m.memory->peak_bytes)) : std::nullopt;
     },
     nullptr},
    {"hookstat_module_load_growth_ratio",
     "Own time while several threads call the model over that of one thread.",
     [](const ModuleReport& m) { return m.under_load ? m.under_load->growth : std::nullopt; },
     nullptr},
};

void add_modules(const Report& report, const ModuleChoice& choice, PrometheusText& text) {
  for (const ModuleMetric& metric : kModuleMetrics) {
    for (const ModuleReport* module : choice.shown) {
      text.add_gauge(metric.name, metric.help, metric.of_module(*module),
                     {{"module", path_text(*module)}, {"class", printable(module->class_name)}});
    }
    if (choice.others.modules == 0 || metric.of_sums == nullptr) continue;
    text.add_gauge(metric.name, metric.help, metric.of_sums(choice.others),
                   {{"module", "(others)"}, {"class", ""}});
  }
  text.add_gauge("hookstat_modules", "Registered modules of the model.",
                 static_cast<double>(report.modules.size()));
}

void add_model(const Report& report, PrometheusText& text) {
  const EnvironmentDescription& environment = report.environment;
  text.add_gauge("hookstat_info", "What was measured, with what, on what; always 1.", 1.0,
                 {{"version", printable(report.tool.version)},
                  {"libtorch", printable(report.tool.libtorch_version)},
                  {"cpu", printable(environment.cpu)},
                  {"device_name", printable(environment.device_name)},
                  {"driver", printable(environment.device_details.driver_version)},
                  {"cuda", printable(environment.device_details.cuda_version)}});
  text.add_gauge("hookstat_created_timestamp_seconds", "When it was measured.",
                 unix_seconds(report.created));
  text.add_summary("hookstat_latency_seconds", "Latency of the model without hooks.",
                   report.latency_ns);
  text.add_summary("hookstat_hooked_latency_seconds", "Latency of the model with hooks.",
                   report.hooked_latency_ns);
  text.add_gauge("hookstat_first_call_seconds", "Time of the first, cold call.",
                 seconds(static_cast<double>(report.first_call_ns)));
  if (report.latency_ns.count > 0 && report.hooked_latency_ns.count > 0) {
    text.add_gauge("hookstat_overhead_ratio", "What hooks add to a call, over its time.",
                   ratio(report.overhead.percent));
  }
  text.add_gauge("hookstat_latency_variation_ratio", "Coefficient of variation of the latency.",
                 ratio(report.noise.cv_percent));
  text.add_gauge("hookstat_concurrency_ratio", "Time of all threads over wall time.",
                 report.concurrency);
  text.add_gauge("hookstat_threads", "Intra-op threads.", static_cast<double>(environment.threads));
  text.add_gauge("hookstat_flops", "Floating-point operations of a call of the model.",
                 static_cast<double>(report.totals.cost.flops));
  text.add_gauge("hookstat_macs", "Multiply-accumulates of a call of the model.",
                 static_cast<double>(report.totals.cost.macs));
  text.add_gauge("hookstat_uncounted_operators", "Operators without a cost formula.",
                 static_cast<double>(report.uncounted.size()));
  text.add_gauge("hookstat_parameters", "Elements of the model's parameters.",
                 static_cast<double>(report.totals.parameters));
  text.add_gauge("hookstat_parameter_bytes", "Size of the model's parameters.",
                 static_cast<double>(report.model.parameter_bytes));
  text.add_gauge("hookstat_warnings", "Warnings in the report.",
                 static_cast<double>(report.warnings.size()));
  if (report.memory) {
    text.add_gauge("hookstat_peak_memory_bytes",
                   "Most memory that a call held beside parameters, buffers and inputs.",
                   static_cast<double>(report.memory->peak_bytes));
  }
}

void add_device(const Report& report, PrometheusText& text) {
  if (!report.device) return;
  const DeviceReport& device = *report.device;
  text.add_summary("hookstat_launch_seconds",
                   "Host time until a call without hooks returned, its work submitted.",
                   device.launch_ns);
  if (device.busy_ns) {
    text.add_summary("hookstat_device_busy_seconds",
                     "Device time of a call whose work was queued before the device began it.",
                     *device.busy_ns);
  }
  text.add_gauge("hookstat_device_idle_ratio",
                 "Share of the latency in which the device waited for the host.",
                 ratio(device.idle_percent));
}

void add_load(const Report& report, PrometheusText& text) {
  if (!report.load) return;
  const std::string threads = fmt::format("{}", report.load->threads);
  text.add_gauge("hookstat_load_calls_per_second", "Calls of several threads together.",
                 report.load->calls_per_second, {{"threads", threads}});
  text.add_summary("hookstat_load_latency_seconds", "Latency while several threads call.",
                   report.load->latency_ns, {{"threads", threads}});
}

void add_operators(const Report& report, int top, PrometheusText& text) {
  if (!report.operator_timing) return;
  LongestOperators longest =
      longest_operators(report, top > 0 ? static_cast<std::size_t>(top) : SIZE_MAX);
  std::vector<OperatorSum> sums = std::move(longest.shown);
  if (longest.other_count > 0) {
    longest.others.name = "(others)";
    sums.push_back(std::move(longest.others));
  }
  for (const OperatorSum& sum : sums) {
    text.add_gauge("hookstat_operator_seconds", "Mean time of a call of the model in the operator.",
                   seconds(sum.time_ns), {{"operator", printable(sum.name)}});
  }
  for (const OperatorSum& sum : sums) {
    text.add_gauge("hookstat_operator_calls", "Calls of the operator in a call of the model.",
                   static_cast<double>(sum.calls), {{"operator", printable(sum.name)}});
  }
  text.add_gauge("hookstat_between_operators_seconds",
                 "Mean time of a call of the model in no operator.",
                 seconds(report.operator_timing->between_ns));
}

}  // namespace

std::string write_prometheus(const Report& report, const ExportOptions& options) {
  PrometheusText text(labels_of(report));
  add_model(report, text);
  add_device(report, text);
  add_load(report, text);
  add_modules(report, choose_modules(report, options.top), text);
  add_operators(report, options.top, text);
  return std::move(text).text();
}

}  // namespace hookstat::exporting
