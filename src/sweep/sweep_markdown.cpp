#include <fmt/format.h>

#include "export/display_text.h"
#include "export/markdown_text.h"
#include "export/units.h"
#include "sweep/sweep_texts.h"
#include "sweep/sweep_writers.h"

namespace hookstat::sweep {
namespace {

using exporting::escaped;
using exporting::printable;

std::string safe(const std::string& text) { return escaped(printable(text)); }

/// A row of a table; the cells are Markdown already.
std::string line(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const std::string& cell : cells) text.append(" ").append(cell).append(" |");
  return text + '\n';
}

/// The head, whose columns from `numbers` on are numbers.
std::string head(const std::vector<std::string>& titles, std::size_t numbers) {
  std::string rule = "|";
  for (std::size_t i = 0; i < titles.size(); ++i) rule += i < numbers ? " --- |" : " ---: |";
  return line(titles) + rule + '\n';
}

std::string failures(const SweepReport& report) {
  const std::vector<const SweepRow*> failed = failures_of(report);
  if (failed.empty()) return {};
  std::string text = "\n## Failures\n\n" + head({"case", "why"}, 2);
  for (const SweepRow* row : failed)
    text += line({safe(row->settings.id), safe(failure_text(*row))});
  return text;
}

std::string best(const SweepReport& report) {
  if (report.best.empty()) return {};
  std::string text =
      "\n## Best settings\n\nThe most items a second that a bound of the latency allows.\n\n" +
      head({"work", "latency bound", "case", "items/s"}, 3);
  for (const BestSetting& setting : report.best) {
    text += line({safe(setting.work), bound_text(setting), safe(setting.id),
                  rate_text(setting.items_per_second)});
  }
  return text;
}

std::string cheapest(const SweepReport& report, const CheapestSection& part) {
  std::string rows;
  for (const CheapestSetting& setting : report.cheapest) {
    const std::optional<double>& seconds = setting.*part.cost_s;
    if (!seconds) continue;
    rows += line({safe(setting.work), safe(setting.id), seconds_text(*seconds),
                  rate_text(setting.items_per_second)});
  }
  if (rows.empty()) return rows;
  return fmt::format("\n## {}\n\n{}{}", part.title,
                     head({"work", "case", std::string(part.cost_title), "items/s"}, 2), rows);
}

std::string cases(const SweepReport& report) {
  const std::vector<SweepColumn> columns = sweep_columns(report);
  std::vector<std::string> titles{"case", "status"};
  for (const SweepColumn& column : columns) titles.emplace_back(column.title);
  std::string text = "\n## Cases\n\n" + head(titles, 2);
  for (const SweepRow& row : report.rows) {
    std::vector<std::string> cells{safe(row.settings.id), std::string(status_of(row))};
    for (const SweepColumn& column : columns) {
      const std::string cell = column.text(row);
      const bool is_markdown = column.is_number || cell == exporting::kUnknown;
      cells.push_back(is_markdown ? cell : escaped(cell));
    }
    text += line(cells);
  }
  return text;
}

std::string scaling(const Scaling& scaling) {
  const std::vector<const ScalingModule*> modules = shown_modules(scaling);
  if (modules.empty()) return {};
  std::vector<std::string> titles{"module", "class", "stops at", "time %"};
  for (const std::int64_t value : scaling.values) {
    titles.push_back(fmt::format("gain at {}", value));
  }
  std::string text =
      fmt::format("\n### {}: {}\n\n", scaling.axis, safe(scaling.title)) + head(titles, 2);
  for (const ScalingModule* module : modules) {
    std::vector<std::string> cells{
        module->path.empty() ? "(model)" : safe(module->path), safe(module->class_name),
        module->stops_at ? fmt::format("{}", *module->stops_at) : std::string(exporting::kUnknown),
        exporting::percent_text(module->percent)};
    for (const std::optional<double>& gain : module->gain) cells.push_back(gain_text(gain));
    text += line(cells);
  }
  return text;
}

std::string scalings(const SweepReport& report) {
  constexpr std::int64_t kMost = 20;
  std::string tables;
  std::int64_t count = 0;
  for (const Scaling& one : report.scalings) {
    const std::string table = scaling(one);
    if (!table.empty() && count++ < kMost) tables += table;
  }
  if (tables.empty()) return tables;
  std::string text =
      "\n## Layers that stop scaling\n\nThe gain of a module is how many times as fast its own "
      "time "
      "is as at the first value; along `batch`, how many times the items a second. `stops at` is "
      "the first value that surely no longer pays: less than half of what the threads could give, "
      "less than 5 % an item.\n" +
      tables;
  if (count > kMost) {
    text += fmt::format("\n{} not shown: the JSON has them.\n",
                        exporting::counted(count - kMost, "more table"));
  }
  return text;
}

std::string warnings(const SweepReport& report) {
  if (report.warnings.empty()) return {};
  std::string text = "\n## Warnings\n\n";
  for (const Note& note : report.warnings) text += fmt::format("- {}\n", safe(note.message));
  return text;
}

}  // namespace

std::string sweep_markdown(const SweepReport& report) {
  std::string text = fmt::format(
      "# Sweep of {}\n\n{}. Latency is the median of a call of the model; an item is one of its "
      "batch.\n",
      safe(report.plan), counts_text(report));
  text += failures(report) + best(report);
  for (const CheapestSection& part : kCheapestSections) text += cheapest(report, part);
  return text + cases(report) + scalings(report) + warnings(report);
}

}  // namespace hookstat::sweep
