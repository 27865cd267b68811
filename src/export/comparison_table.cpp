#include <fmt/format.h>

#include <algorithm>

#include "export/comparison_text.h"
#include "export/comparison_writers.h"
#include "export/console_section.h"
#include "export/units.h"

namespace hookstat::exporting {
namespace {

Style style_of(Verdict verdict) {
  return verdict == Verdict::kSlower ? Style::kHot : Style::kPlain;
}

std::string head(const Comparison& comparison, const Page& page) {
  const auto side = [](const std::string& model, std::int64_t processes) {
    return fmt::format("{}, {}", model.empty() ? std::string(kUnknown) : printable(model),
                       processes_text(processes));
  };
  const TimeChange& latency = comparison.latency;
  std::string change = fmt::format("{} to {}, {}", duration_text(latency.base_ns),
                                   duration_text(latency.new_ns), change_text(latency.percent));
  if (latency.percent_ci95) change += fmt::format(" (95 %: {})", interval_text(latency));
  change += ": " + verdict_text(comparison.latency_verdict);
  return wrapped("base      ", side(comparison.base_model, comparison.base_processes), page.width) +
         wrapped("new       ", side(comparison.new_model, comparison.new_processes), page.width) +
         wrapped("latency   ", change, page.width);
}

std::string modules(const Comparison& comparison, int top, const Page& page) {
  const auto shown = shown_modules(comparison, top);
  if (shown.empty()) return {};
  TextGrid grid;
  grid.columns = {{"module", Align::kLeft, 0},    {"class", Align::kLeft, 1},
                  {"base own", Align::kRight, 2}, {"new own", Align::kRight, 3},
                  {"change", Align::kRight, 0},   {"95 %", Align::kLeft, 4},
                  {"verdict", Align::kLeft, 0}};
  for (const ModuleChange* change : shown) {
    const TimeChange& time = judged(*change);
    grid.rows.push_back(
        {{path_text(*change)},
         {printable(change->class_name)},
         {duration_text(change->own.base_ns)},
         {duration_text(change->own.new_ns)},
         {change_text(time.percent), style_of(change->verdict)},
         {interval_text(time)},
         {verdict_text(change->verdict, change->only_relative), style_of(change->verdict)}});
  }
  return "\n" + render(grid, page.width, page.color) +
         wrapped("",
                 "The greatest change of own time (without the modules called inside) first. "
                 "Against the rest: without what all modules of a process have in common.",
                 page.width);
}

std::string names(std::string_view title, const std::vector<std::string>& paths, const Page& page) {
  if (paths.empty()) return {};
  std::string text = heading(title, page);
  for (const std::string& path : paths) text += wrapped("  ", printable(path), page.width);
  return text;
}

std::string values(std::string_view title, const std::vector<ValueChange>& changes,
                   const Page& page) {
  if (changes.empty()) return {};
  TextGrid grid = bare_grid({kName,
                             {"", Align::kLeft, 0},
                             {"", Align::kRight, 0},
                             {"", Align::kLeft, 0},
                             {"", Align::kRight, 0}},
                            kIndent);
  for (const ValueChange& change : changes) {
    grid.rows.push_back({{change.path.empty() ? "(model)" : printable(change.path)},
                         {change.what},
                         {printable(change.base_value)},
                         {"to"},
                         {printable(change.new_value)}});
  }
  return heading(title, page) + render(grid, page.width, page.color);
}

}  // namespace

std::string comparison_table(const Comparison& comparison, const ComparisonOptions& options) {
  const Page page{static_cast<std::size_t>(std::max(options.width, 0)), options.color};
  return head(comparison, page) + modules(comparison, options.top, page) +
         names("Added modules", comparison.added, page) +
         names("Removed modules", comparison.removed, page) +
         values("Changes of cost", comparison.costs, page) +
         values("Changes of class or shape", comparison.shapes, page) +
         warning_lines(comparison.warnings, page);
}

}  // namespace hookstat::exporting
