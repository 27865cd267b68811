#include "export/csv.h"

#include <fmt/format.h>

#include <array>

#include "export/display_text.h"
#include "export/module_rows.h"
#include "export/units.h"
#include "export/writers.h"
#include "report/json_values.h"

namespace hookstat::exporting {
namespace {

using Cell = std::string;

std::string joined(const std::vector<std::string>& cells) {
  std::string line;
  for (const std::string& cell : cells) {
    if (&cell != &cells.front()) line.push_back(',');
    line += cell;
  }
  line.push_back('\n');
  return line;
}

Cell cell(bool value) { return value ? "true" : "false"; }
Cell cell(std::int64_t value) { return fmt::format("{}", value); }
Cell cell(double value) { return fmt::format("{}", value); }

template <class T>
Cell cell(const std::optional<T>& value) {
  if constexpr (std::is_same_v<T, std::string>) {
    return value ? csv_text(*value) : Cell();
  } else {
    return value ? cell(*value) : Cell();
  }
}

/// One number of a block of statistics; unknown where it has no samples.
template <double Statistics::*number>
Cell cell(const Statistics& statistics) {
  return statistics.count == 0 ? Cell() : cell(statistics.*number);
}

template <double Statistics::*number>
Cell split_cell(const std::optional<TimeSplit>& split, Statistics TimeSplit::*part) {
  return split ? cell<number>((*split).*part) : Cell();
}

Cell tensors_cell(const std::vector<TensorSummary>& tensors) {
  std::string text;
  for (const TensorSummary& tensor : tensors) {
    if (!text.empty()) text += "; ";
    text += fmt::format("{} {}", shape_text(tensor.shape), tensor.dtype);
  }
  return csv_text(text);
}

template <std::int64_t MemoryUse::*bytes>
Cell memory_cell(const ModuleReport& module) {
  return module.memory ? cell((*module.memory).*bytes) : Cell();
}

struct Column {
  std::string_view name;
  Cell (*of)(const ModuleReport&);
};

using Module = const ModuleReport&;
using S = Statistics;

constexpr Column kModuleColumns[] = {
    {"path", [](Module m) { return csv_text(m.path); }},
    {"class", [](Module m) { return csv_text(m.class_name); }},
    {"qualified_class", [](Module m) { return csv_text(m.qualified_class); }},
    {"alias_of", [](Module m) { return cell(m.alias_of); }},
    {"depth", [](Module m) { return cell(m.depth); }},
    {"leaf", [](Module m) { return cell(m.leaf); }},
    {"calls", [](Module m) { return cell(m.calls); }},
    {"inputs", [](Module m) { return tensors_cell(m.inputs); }},
    {"outputs", [](Module m) { return tensors_cell(m.outputs); }},
    {"parameters", [](Module m) { return cell(m.parameters); }},
    {"parameter_bytes", [](Module m) { return cell(m.parameter_bytes); }},
    {"exclusive_mean_ns", [](Module m) { return cell<&S::mean>(m.time_ns.exclusive); }},
    {"exclusive_median_ns", [](Module m) { return cell<&S::median>(m.time_ns.exclusive); }},
    {"exclusive_p90_ns", [](Module m) { return cell<&S::p90>(m.time_ns.exclusive); }},
    {"exclusive_stddev_ns", [](Module m) { return cell<&S::stddev>(m.time_ns.exclusive); }},
    {"inclusive_mean_ns", [](Module m) { return cell<&S::mean>(m.time_ns.inclusive); }},
    {"inclusive_median_ns", [](Module m) { return cell<&S::median>(m.time_ns.inclusive); }},
    {"wait_mean_ns", [](Module m) { return m.wait_ns ? cell<&S::mean>(*m.wait_ns) : Cell(); }},
    {"device_exclusive_mean_ns",
     [](Module m) { return split_cell<&S::mean>(m.device_time_ns, &TimeSplit::exclusive); }},
    {"device_exclusive_median_ns",
     [](Module m) { return split_cell<&S::median>(m.device_time_ns, &TimeSplit::exclusive); }},
    {"device_inclusive_mean_ns",
     [](Module m) { return split_cell<&S::mean>(m.device_time_ns, &TimeSplit::inclusive); }},
    {"device_busy_exclusive_mean_ns",
     [](Module m) { return split_cell<&S::mean>(m.device_busy_ns, &TimeSplit::exclusive); }},
    {"device_busy_exclusive_median_ns",
     [](Module m) { return split_cell<&S::median>(m.device_busy_ns, &TimeSplit::exclusive); }},
    {"device_busy_inclusive_mean_ns",
     [](Module m) { return split_cell<&S::mean>(m.device_busy_ns, &TimeSplit::inclusive); }},
    {"device_idle_percent", [](Module m) { return cell(m.device_idle_percent); }},
    {"launch_percent", [](Module m) { return cell(m.launch_percent); }},
    {"time_percent", [](Module m) { return cell(m.time_percent); }},
    {"inclusive_percent", [](Module m) { return cell(m.inclusive_percent); }},
    {"macs", [](Module m) { return cell(m.exclusive_cost.cost.macs); }},
    {"flops", [](Module m) { return cell(m.exclusive_cost.cost.flops); }},
    {"bytes_read", [](Module m) { return cell(m.exclusive_cost.cost.bytes_read); }},
    {"bytes_written", [](Module m) { return cell(m.exclusive_cost.cost.bytes_written); }},
    {"uncounted_calls", [](Module m) { return cell(m.exclusive_cost.uncounted_calls); }},
    {"inclusive_macs", [](Module m) { return cell(m.inclusive_cost.cost.macs); }},
    {"inclusive_flops", [](Module m) { return cell(m.inclusive_cost.cost.flops); }},
    {"flops_percent", [](Module m) { return cell(m.flops_percent); }},
    {"flops_per_second", [](Module m) { return cell(m.efficiency.flops_per_second); }},
    {"bytes_per_second", [](Module m) { return cell(m.efficiency.bytes_per_second); }},
    {"arithmetic_intensity", [](Module m) { return cell(m.efficiency.arithmetic_intensity); }},
    {"roofline_percent", [](Module m) { return cell(m.efficiency.roofline_percent); }},
    {"bound", [](Module m) { return cell(m.efficiency.bound); }},
    {"dtype", [](Module m) { return cell(m.efficiency.dtype); }},
    {"output_bytes", memory_cell<&MemoryUse::output_bytes>},
    {"allocated_bytes", memory_cell<&MemoryUse::allocated_bytes>},
    {"freed_bytes", memory_cell<&MemoryUse::freed_bytes>},
    {"peak_bytes", memory_cell<&MemoryUse::peak_bytes>},
    {"kept_bytes", memory_cell<&MemoryUse::kept_bytes>},
    {"under_load_exclusive_mean_ns",
     [](Module m) {
       return m.under_load ? cell<&S::mean>(m.under_load->time_ns.exclusive) : Cell();
     }},
    {"under_load_growth",
     [](Module m) { return m.under_load ? cell(m.under_load->growth) : Cell(); }},
};

}  // namespace

std::string csv_text(std::string_view text) {
  constexpr std::array<std::string_view, 8> kFormulaStarts{"=",  "+",  "-",  "@",
                                                           "＝", "＋", "－", "＠"};
  std::string cell = printable(text);
  for (const std::string_view start : kFormulaStarts) {
    if (!cell.starts_with(start)) continue;
    cell.insert(0, 1, '\'');
    break;
  }
  if (cell.find_first_of(",\"") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted.push_back('"');
    quoted.push_back(c);
  }
  quoted.push_back('"');
  return quoted;
}

std::string write_csv(const Report& report, const ExportOptions& /*options*/) {
  std::vector<std::string> cells;
  for (const Column& column : kModuleColumns) cells.emplace_back(column.name);
  std::string text = joined(cells);
  for (const ModuleReport& module : report.modules) {
    cells.clear();
    for (const Column& column : kModuleColumns) cells.push_back(column.of(module));
    text += joined(cells);
  }
  return text;
}

std::string write_operators_csv(const Report& report, const ExportOptions& /*options*/) {
  std::string text =
      "module,operator,calls,timed_calls,fused_calls,time_ns,macs,flops,bytes_read,bytes_written,"
      "state\n";
  for (const OperatorReport& op : report.operators) {
    text += joined({csv_text(op.module), csv_text(op.name), cell(op.calls), cell(op.timed_calls),
                    cell(op.fused_calls), cell(op.time_ns), cell(op.cost.macs), cell(op.cost.flops),
                    cell(op.cost.bytes_read), cell(op.cost.bytes_written),
                    std::string(reporting::name_of(op.state))});
  }
  return text;
}

}  // namespace hookstat::exporting
