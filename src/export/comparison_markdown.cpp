// Markdown as GitHub and others show it (CommonMark with tables).
#include <fmt/format.h>

#include "export/comparison_text.h"
#include "export/comparison_writers.h"
#include "export/markdown_text.h"
#include "export/units.h"

namespace hookstat::exporting {
namespace {

std::string latency(const Comparison& comparison) {
  const TimeChange& change = comparison.latency;
  std::string text = fmt::format("**Latency: {}** ({} to {}, {}", change_text(change.percent),
                                 duration_text(change.base_ns), duration_text(change.new_ns),
                                 verdict_text(comparison.latency_verdict));
  if (change.percent_ci95) text += fmt::format("; 95 %: {}", interval_text(change));
  return text + fmt::format("; {} against {})\n", processes_text(comparison.new_processes),
                            processes_text(comparison.base_processes));
}

std::string modules(const Comparison& comparison, int top) {
  const auto shown = shown_modules(comparison, top);
  if (shown.empty()) return {};
  std::string text =
      "\n| module | class | base | new | change | 95 % | verdict |\n"
      "| --- | --- | ---: | ---: | ---: | --- | --- |\n";
  for (const ModuleChange* change : shown) {
    const TimeChange& time = judged(*change);
    const std::string verdict = verdict_text(change->verdict, change->only_relative);
    const bool clear = change->verdict == Verdict::kSlower || change->verdict == Verdict::kFaster;
    text += fmt::format("| {} | {} | {} | {} | {} | {} | {} |\n", escaped(path_text(*change)),
                        escaped(change->class_name), duration_text(change->own.base_ns),
                        duration_text(change->own.new_ns), change_text(time.percent),
                        interval_text(time), clear ? "**" + verdict + "**" : verdict);
  }
  return text;
}

std::string names(std::string_view title, const std::vector<std::string>& paths) {
  if (paths.empty()) return {};
  std::string text = fmt::format("\n{}:\n\n", title);
  for (const std::string& path : paths) text += fmt::format("- {}\n", escaped(path));
  return text;
}

std::string values(std::string_view title, const std::vector<ValueChange>& changes) {
  if (changes.empty()) return {};
  std::string text =
      fmt::format("\n{}:\n\n| module | what | base | new |\n| --- | --- | ---: | ---: |\n", title);
  for (const ValueChange& change : changes) {
    text += fmt::format("| {} | {} | {} | {} |\n",
                        change.path.empty() ? "(model)" : escaped(change.path), change.what,
                        escaped(change.base_value), escaped(change.new_value));
  }
  return text;
}

std::string warnings(const Comparison& comparison) {
  if (comparison.warnings.empty()) return {};
  std::string text = "\nWarnings:\n\n";
  for (const Note& note : comparison.warnings) {
    text += fmt::format("- {}\n", escaped(note.message));
  }
  return text;
}

}  // namespace

std::string comparison_markdown(const Comparison& comparison, const ComparisonOptions& options) {
  return latency(comparison) + modules(comparison, options.top) +
         names("Added modules", comparison.added) + names("Removed modules", comparison.removed) +
         values("Changes of cost", comparison.costs) +
         values("Changes of class or shape", comparison.shapes) + warnings(comparison);
}

}  // namespace hookstat::exporting
