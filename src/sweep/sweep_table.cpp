#include <fmt/format.h>

#include "export/display_text.h"
#include "export/text_grid.h"
#include "export/units.h"
#include "sweep/sweep_texts.h"
#include "sweep/sweep_writers.h"

namespace hookstat::sweep {
namespace {

using exporting::Align;
using exporting::printable;
using exporting::Style;
using exporting::TextGrid;

constexpr std::size_t kMostCases = 100;

std::string section(std::string_view title, const TextGrid& grid, std::size_t width, bool color) {
  if (grid.rows.empty()) return {};
  return "\n" + exporting::painted(title, Style::kBold, color) + "\n" + render(grid, width, color);
}

/// A column of text is the last one, and goes after all numbers but latency, p99 and items/s: what
/// disturbed a measurement tells more than what an item costs.
int text_rank(int columns) {
  constexpr int kMoreTelling = 3;
  return 2 * (columns - kMoreTelling) + 1;
}

TextGrid cases(const SweepReport& report) {
  TextGrid grid;
  grid.columns = {{"case", Align::kLeft, 0}, {"status", Align::kLeft, 0}};
  const std::vector<SweepColumn> columns = sweep_columns(report);
  const auto count = static_cast<int>(columns.size());
  for (int at = 0; at < count; ++at) {
    const SweepColumn& column = columns[static_cast<std::size_t>(at)];
    grid.columns.push_back({column.title, column.is_number ? Align::kRight : Align::kLeft,
                            column.is_number ? 2 * (count - at) : text_rank(count)});
  }
  for (const SweepRow& row : report.rows) {
    if (grid.rows.size() == kMostCases) break;
    const Style style = row.measured ? Style::kPlain : Style::kHot;
    grid.rows.push_back({{printable(row.settings.id)}, {std::string(status_of(row)), style}});
    for (const SweepColumn& column : columns) grid.rows.back().push_back({column.text(row)});
  }
  return grid;
}

TextGrid best(const SweepReport& report) {
  TextGrid grid;
  grid.columns = {{"work", Align::kLeft, 0},
                  {"latency bound", Align::kRight, 0},
                  {"case", Align::kLeft, 0},
                  {"items/s", Align::kRight, 0}};
  for (const BestSetting& setting : report.best) {
    grid.rows.push_back({{printable(setting.work)},
                         {bound_text(setting)},
                         {printable(setting.id)},
                         {rate_text(setting.items_per_second)}});
  }
  return grid;
}

TextGrid cheapest(const SweepReport& report, const CheapestSection& part) {
  TextGrid grid;
  grid.columns = {{"work", Align::kLeft, 0},
                  {"case", Align::kLeft, 0},
                  {part.cost_title, Align::kRight, 0},
                  {"items/s", Align::kRight, 0}};
  for (const CheapestSetting& setting : report.cheapest) {
    const std::optional<double>& seconds = setting.*part.cost_s;
    if (!seconds) continue;
    grid.rows.push_back({{printable(setting.work)},
                         {printable(setting.id)},
                         {seconds_text(*seconds)},
                         {rate_text(setting.items_per_second)}});
  }
  return grid;
}

std::string warnings(const SweepReport& report, std::size_t width) {
  std::string text;
  for (const Note& note : report.warnings) {
    text += exporting::wrapped("warning: ", printable(note.message), width);
  }
  return text.empty() ? text : "\n" + text;
}

std::string not_shown(const SweepReport& report) {
  if (report.rows.size() <= kMostCases) return {};
  return fmt::format("({} not shown)\n", report.rows.size() - kMostCases);
}

std::string failures(const SweepReport& report, std::size_t width, bool color) {
  const std::vector<const SweepRow*> failed = failures_of(report);
  if (failed.empty()) return {};
  std::string text = "\n" + exporting::painted("Failures", Style::kBold, color) + "\n";
  for (const SweepRow* row : failed) {
    text += exporting::wrapped("  " + printable(row->settings.id) + "  ",
                               printable(failure_text(*row)), width);
  }
  return text;
}

}  // namespace

std::string sweep_table(const SweepReport& report, std::size_t width, bool color) {
  std::string text = counts_text(report) + "\n" + failures(report, width, color) +
                     section("Best settings", best(report), width, color);
  for (const CheapestSection& part : kCheapestSections) {
    text += section(part.title, cheapest(report, part), width, color);
  }
  return text + section("Cases", cases(report), width, color) + not_shown(report) +
         warnings(report, width);
}

}  // namespace hookstat::sweep
