// A summary for a pull request.
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "export/markdown_text.h"
#include "export/module_columns.h"
#include "export/module_rows.h"
#include "export/operator_sums.h"
#include "export/report_title.h"
#include "export/units.h"
#include "export/verdict.h"
#include "export/writers.h"

namespace hookstat::exporting {
namespace {

constexpr int kMostRows = 10;

std::string latency(const Report& report) {
  const Statistics& plain = report.latency_ns;
  if (plain.count == 0) return "**Latency: unknown**\n";
  std::string text = fmt::format("**Latency: {}**", duration_text(plain.median));
  if (plain.median_ci95) {
    text += fmt::format(" (95 %: {} to {})", duration_text(plain.median_ci95->first),
                        duration_text(plain.median_ci95->second));
  }
  const std::string calls = report.sampling ? runs_text(report) : counted(plain.count, "call");
  text += fmt::format(", p90 {}, of {}", duration_text(plain.p90), calls);
  if (report.hooked_latency_ns.count > 0) {
    text += fmt::format("; hooks add {} %", fixed_text(report.overhead.percent, 1));
  }
  return text + ".\n";
}

std::string work(const Report& report) {
  const Totals& totals = report.totals;
  std::string text =
      fmt::format("{}{} FLOPs, {} parameters", count_text(totals.cost.flops),
                  report.uncounted.empty() ? "" : " or more", count_text(totals.parameters));
  if (totals.efficiency.flops_per_second) {
    text += fmt::format(", {} GFLOP/s", gflops_text(totals.efficiency.flops_per_second));
  }
  if (totals.efficiency.roofline_percent) {
    text += fmt::format(" ({} % of what the machine can do)",
                        fixed_text(*totals.efficiency.roofline_percent, 1));
  }
  if (report.memory) {
    text += fmt::format(", {} of activations at the peak", bytes_text(report.memory->peak_bytes));
  }
  return "\n" + text + ".\n";
}

std::string list(std::string_view heading, const std::vector<std::string>& items) {
  if (items.empty()) return {};
  std::string text = fmt::format("\n#### {}\n\n", heading);
  for (const std::string& item : items) text += fmt::format("- {}\n", item);
  return text;
}

std::string in_short(const Report& report) {
  std::vector<std::string> facts;
  for (const std::string& fact : verdict(report)) facts.push_back(escaped(fact));
  return list("In short", facts);
}

/// Of a row without a name: what adds up.
std::string device_cells(const Report& report, const Sums& sums, const std::string& launch) {
  if (!report.device) return {};
  return fmt::format(" {} | {} | {} |", percent_text(idle_percent(sums)), launch,
                     percent_text(sums.launch_percent));
}

std::string module_row(const Report& report, const ModuleRow& row) {
  const ModuleReport& module = *row.module;
  const std::string output =
      module.outputs.empty() ? std::string(kUnknown) : shape_text(module.outputs.front().shape);
  return fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |{}\n",
                     escaped(path_text(module) + rest_text(row)), escaped(module.class_name),
                     output, own_time(row), percent_text(row.sums.time_percent), flops_of(row.sums),
                     percent_text(row.sums.flops_percent), throughput(row),
                     device_cells(report, row.sums, launch_time(row)));
}

std::string modules(const Report& report, const ExportOptions& options) {
  ExportOptions wanted = options;
  if (wanted.sort.empty()) wanted.sort = "time";
  if (wanted.top == 0) wanted.top = kMostRows;
  const ModuleRows rows = select_rows(report.modules, wanted);
  const bool on_device = report.device.has_value();
  std::string text = fmt::format(
      "\n| module | class | output | own time | own % | FLOPs | FLOPs % | GFLOP/s |{}\n"
      "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |{}\n",
      on_device ? " idle % | launch | launch % |" : "", on_device ? " ---: | ---: | ---: |" : "");
  for (const ModuleRow& row : rows.shown) text += module_row(report, row);
  const Sums& hidden = rows.hidden;
  if (hidden.modules > 0) {
    text +=
        fmt::format("| {} | | | {} | {} | {} | {} | |{}\n", counted(hidden.modules, "other module"),
                    duration_text(hidden.mean_ns), percent_text(hidden.time_percent),
                    flops_of(hidden), percent_text(hidden.flops_percent),
                    device_cells(report, hidden, duration_text(hidden.launch_ns)));
  }
  return text;
}

std::string operators(const Report& report) {
  if (!report.operator_timing) return {};
  const OperatorTiming& timing = *report.operator_timing;
  std::string text = "\n| operator | calls | time | % |\n| --- | ---: | ---: | ---: |\n";
  const auto add = [&](const std::string& name, const std::string& calls, double ns) {
    text += fmt::format("| {} | {} | {} | {} |\n", name, calls, duration_text(ns),
                        percent_text(percent_of(timing, ns)));
  };
  const LongestOperators longest = longest_operators(report, kMostRows);
  for (const OperatorSum& sum : longest.shown) {
    add(escaped(sum.name), with_commas(sum.calls), sum.time_ns);
  }
  if (longest.other_count > 0) {
    add(counted(longest.other_count, "other operator"), "", longest.others.time_ns);
  }
  add("between them", "", timing.between_ns);
  return text;
}

std::string uncounted(const Report& report) {
  std::vector<std::string> items;
  for (const UncountedReport& entry : report.uncounted) {
    std::string item = fmt::format("{}, {}", escaped(entry.name), counted(entry.calls, "call"));
    if (entry.time_percent_at_most) {
      item += fmt::format(", at most {} % of the time", percent_text(entry.time_percent_at_most));
    }
    items.push_back(std::move(item));
  }
  return list("Uncounted operators", items);
}

std::string warnings(const Report& report) {
  std::vector<std::string> items;
  items.reserve(report.warnings.size());
  for (const Note& note : report.warnings) items.push_back(escaped(note.message));
  return list("Warnings", items);
}

/// Folded away; the blank lines around the list let it be Markdown within HTML.
std::string environment(const Report& report) {
  std::string text = "\n<details>\n<summary>What was measured, on what</summary>\n\n";
  for (const auto& [name, value] : title(report)) {
    text += fmt::format("- {}: {}\n", name, escaped(value));
  }
  if (!report.environment.os.empty()) {
    text += fmt::format("- system: {}, {}\n", escaped(report.environment.os),
                        counted(report.environment.logical_cores, "core"));
  }
  if (!report.created.empty()) text += fmt::format("- created: {}\n", escaped(report.created));
  return text + "\n</details>\n";
}

}  // namespace

std::string write_markdown(const Report& report, const ExportOptions& options) {
  const std::string& path = report.model.path;
  return fmt::format("### {} ({})\n\n", escaped(path.substr(path.find_last_of('/') + 1)),
                     escaped(report.model.method)) +
         latency(report) + work(report) + in_short(report) + modules(report, options) +
         operators(report) + uncounted(report) + warnings(report) + environment(report);
}

}  // namespace hookstat::exporting
