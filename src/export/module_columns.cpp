#include "export/module_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "export/units.h"
#include "hookstat/saturating.h"

namespace hookstat::exporting {
namespace {

using Text = std::string;

/// A number that uncounted operators are missing from is a lower bound.
Text at_least(const Text& number, const Sums& sums) {
  return sums.uncounted_calls > 0 && number != kUnknown ? number + "+" : number;
}

Text macs_of(const Sums& sums) { return at_least(count_text(sums.cost.macs), sums); }

Text efficiency_of(const Sums& sums) {
  if (sums.mean_ns <= 0) return Text(kUnknown);
  return at_least(gflops_text(static_cast<double>(sums.cost.flops) * 1e9 / sums.mean_ns), sums);
}

Text bandwidth_of(const Sums& sums) {
  if (sums.mean_ns <= 0) return Text(kUnknown);
  const auto bytes =
      static_cast<double>(saturating_add(sums.cost.bytes_read, sums.cost.bytes_written));
  return at_least(gflops_text(bytes * 1e9 / sums.mean_ns), sums);
}

Text intensity_of(const Sums& sums) {
  const auto bytes =
      static_cast<double>(saturating_add(sums.cost.bytes_read, sums.cost.bytes_written));
  if (bytes <= 0 || sums.uncounted_calls > 0) return Text(kUnknown);
  return number_text(static_cast<double>(sums.cost.flops) / bytes);
}

Text idle_of(const Sums& sums) { return percent_text(idle_percent(sums)); }

Text roofline_of(const Sums& sums) {
  if (!sums.least_ns || sums.mean_ns <= 0) return Text(kUnknown);
  return at_least(percent_text(100.0 * *sums.least_ns / sums.mean_ns), sums);
}

Text bound_of(const ModuleRow& row) {
  if (row.sums.modules > 1) return {};
  return row.module->efficiency.bound.value_or(Text(kUnknown));
}

Text output_text(const ModuleReport& module) {
  if (module.outputs.empty()) return Text(kUnknown);
  Text text = shape_text(module.outputs.front().shape);
  if (module.outputs.size() > 1) text += fmt::format(" +{}", module.outputs.size() - 1);
  return text;
}

Text inclusive_time(const ModuleRow& row) {
  if (row.module->leaf) return {};
  const Statistics& inclusive = time_of(*row.module).inclusive;
  return inclusive.count == 0 ? Text(kUnknown) : duration_text(inclusive.median);
}

/// The median of the module's own time; of a row with others in it the sum of means.
Text time_in(const ModuleRow& row, const TimeSplit& time, double sum_ns) {
  if (row.sums.modules > 1) return duration_text(sum_ns);
  return time.exclusive.count == 0 ? Text(kUnknown) : duration_text(time.exclusive.median);
}

Text peak_memory(const ModuleRow& row) {
  const auto& memory = row.module->memory;
  return memory ? bytes_text(memory->peak_bytes) : Text(kUnknown);
}

bool has_device(const Report& report) { return report.device.has_value(); }
bool has_peaks(const Report& report) { return report.machine_peaks.has_value(); }
bool has_memory(const Report& report) { return report.memory.has_value(); }

struct ModuleColumn {
  GridColumn column;
  Text (*of_row)(const ModuleRow&);
  Text (*of_sums)(const Sums&);               ///< nullptr: does not add up
  bool (*is_known)(const Report&) = nullptr;  ///< nullptr: always
};

// In the order shown. The drop ranks: first what another column tells as well (calls are mostly 1,
// a MAC is two FLOPs), last the share of the FLOPs, which stands against the share of the time.
constexpr ModuleColumn kColumns[] = {
    {{"class", Align::kLeft, 5},
     [](const ModuleRow& r) { return printable(r.module->class_name); },
     nullptr},
    {{"output", Align::kLeft, 4},
     [](const ModuleRow& r) { return output_text(*r.module); },
     nullptr},
    {{"params", Align::kRight, 6},
     [](const ModuleRow& r) { return count_text(r.sums.parameters); },
     [](const Sums& s) { return count_text(s.parameters); }},
    {{"MACs", Align::kRight, 2}, [](const ModuleRow& r) { return macs_of(r.sums); }, macs_of},
    {{"FLOPs", Align::kRight, 8}, [](const ModuleRow& r) { return flops_of(r.sums); }, flops_of},
    {{"FLOPs %", Align::kRight, 9},
     [](const ModuleRow& r) { return percent_text(r.sums.flops_percent); },
     [](const Sums& s) { return percent_text(s.flops_percent); }},
    {{"own time", Align::kRight, 0},
     own_time,
     [](const Sums& s) { return duration_text(s.mean_ns); }},
    {{"own %", Align::kRight, 0},
     [](const ModuleRow& r) { return percent_text(r.sums.time_percent); },
     [](const Sums& s) { return percent_text(s.time_percent); }},
    {{"idle %", Align::kRight, 10},
     [](const ModuleRow& r) { return idle_of(r.sums); },
     idle_of,
     has_device},
    {{"launch", Align::kRight, 3},
     launch_time,
     [](const Sums& s) { return duration_text(s.launch_ns); },
     has_device},
    {{"launch %", Align::kRight, 9},
     [](const ModuleRow& r) { return percent_text(r.sums.launch_percent); },
     [](const Sums& s) { return percent_text(s.launch_percent); },
     has_device},
    {{"incl.", Align::kRight, 3}, inclusive_time, nullptr},
    {{"GFLOP/s", Align::kRight, 7}, throughput, efficiency_of},
    {{"GB/s", Align::kRight, 7},
     [](const ModuleRow& r) { return bandwidth_of(r.sums); },
     bandwidth_of,
     has_peaks},
    {{"FLOP/B", Align::kRight, 7},
     [](const ModuleRow& r) { return intensity_of(r.sums); },
     intensity_of,
     has_peaks},
    {{"roof %", Align::kRight, 10},
     [](const ModuleRow& r) { return roofline_of(r.sums); },
     roofline_of,
     has_peaks},
    {{"bound", Align::kLeft, 9}, bound_of, nullptr, has_peaks},
    {{"peak mem", Align::kRight, 8}, peak_memory, nullptr, has_memory},
    {{"calls", Align::kRight, 1},
     [](const ModuleRow& r) { return with_commas(r.module->calls); },
     [](const Sums& s) { return with_commas(s.calls); }},
};

Text tree_name(const Report& report, const ModuleReport& module) {
  const std::int64_t parent = module.parent.value_or(-1);
  std::string_view name = module.path;
  if (parent > 0 && parent < static_cast<std::int64_t>(report.modules.size())) {
    const std::string prefix = report.modules[static_cast<std::size_t>(parent)].path + ".";
    if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  }
  const std::string indent(static_cast<std::size_t>(std::max<std::int64_t>(module.depth, 0)) * 2,
                           ' ');
  return indent + (module.path.empty() ? path_text(module) : printable(name));
}

Text name_of(const Report& report, const ModuleRow& row, bool tree) {
  const ModuleReport& module = *row.module;
  Text name = tree ? tree_name(report, module) : path_text(module);
  if (module.alias_of) name += " = " + printable(*module.alias_of);
  name += rest_text(row);
  return name;
}

Style heat_of(const std::optional<double>& time_percent) {
  if (!time_percent || *time_percent < 3) return Style::kPlain;
  return *time_percent < 10 ? Style::kWarm : Style::kHot;
}

std::vector<const ModuleColumn*> columns_for(const Report& report) {
  std::vector<const ModuleColumn*> columns;
  for (const ModuleColumn& column : kColumns) {
    const bool is_shown = column.is_known == nullptr || column.is_known(report);
    if (is_shown) columns.push_back(&column);
  }
  return columns;
}

std::vector<GridCell> module_cells(Text name, const ModuleRow& row,
                                   const std::vector<const ModuleColumn*>& columns) {
  const Style heat = heat_of(row.sums.time_percent);
  std::vector<GridCell> cells = {{std::move(name), heat}};
  for (const ModuleColumn* column : columns) {
    const bool heated = column->column.header == "own %" || column->column.header == "own time";
    cells.push_back({column->of_row(row), heated ? heat : Style::kPlain});
  }
  return cells;
}

std::vector<GridCell> sum_cells(Text name, const Sums& sums, Style style,
                                const std::vector<const ModuleColumn*>& columns) {
  std::vector<GridCell> cells = {{std::move(name), style}};
  for (const ModuleColumn* column : columns) {
    cells.push_back({column->of_sums != nullptr ? column->of_sums(sums) : Text(), style});
  }
  return cells;
}

}  // namespace

std::string flops_of(const Sums& sums) { return at_least(count_text(sums.cost.flops), sums); }

std::string own_time(const ModuleRow& row) {
  return time_in(row, time_of(*row.module), row.sums.mean_ns);
}

std::string launch_time(const ModuleRow& row) {
  return time_in(row, row.module->time_ns, row.sums.launch_ns);
}

std::string throughput(const ModuleRow& row) {
  if (row.sums.modules > 1) return efficiency_of(row.sums);
  return at_least(gflops_text(row.module->efficiency.flops_per_second), row.sums);
}

std::string rest_text(const ModuleRow& row) {
  return row.sums.modules > 1 ? fmt::format(" (+{}) *", row.sums.modules - 1) : std::string();
}

std::string path_text(const ModuleReport& module) {
  return module.path.empty() ? "(model)" : printable(module.path);
}

TextGrid module_grid(const Report& report, const ModuleRows& rows) {
  TextGrid grid;
  // The end of a path tells more than its beginning; in the tree the beginning is not there.
  grid.cut = rows.tree ? Cut::kEnd : Cut::kStart;
  grid.columns.push_back({"module", Align::kLeft, 0});
  const std::vector<const ModuleColumn*> columns = columns_for(report);
  for (const ModuleColumn* column : columns) grid.columns.push_back(column->column);
  for (const ModuleRow& row : rows.shown) {
    grid.rows.push_back(module_cells(name_of(report, row, rows.tree), row, columns));
  }
  if (rows.hidden.modules > 0) {
    const Text name = fmt::format("({} not shown) *", rows.hidden.modules);
    grid.rows.push_back(sum_cells(name, rows.hidden, Style::kPlain, columns));
  }
  Sums total = rows.all;
  total.parameters = report.totals.parameters;
  total.cost = report.totals.cost;
  grid.rows.push_back(sum_cells("total *", total, Style::kBold, columns));
  grid.rows_below_rule = 1;
  return grid;
}

}  // namespace hookstat::exporting
