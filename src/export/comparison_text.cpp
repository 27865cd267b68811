#include "export/comparison_text.h"

#include "export/display_text.h"
#include "export/units.h"

namespace hookstat::exporting {

std::string change_text(const std::optional<double>& percent) {
  if (!percent) return std::string(kUnknown);
  const std::string number = fixed_text(*percent, 1);
  return (number.starts_with('-') ? "" : "+") + number + " %";
}

std::string interval_text(const TimeChange& change) {
  if (!change.percent_ci95) return {};
  return change_text(change.percent_ci95->first) + " to " +
         change_text(change.percent_ci95->second);
}

std::string verdict_text(Verdict verdict, bool only_relative) {
  switch (verdict) {
    case Verdict::kSlower:
      return only_relative ? "slower than the rest" : "slower";
    case Verdict::kFaster:
      return only_relative ? "faster than the rest" : "faster";
    case Verdict::kUnclear:
      return "no clear change";
    case Verdict::kNotTested:
      break;
  }
  return "not tested";
}

const TimeChange& judged(const ModuleChange& change) {
  return change.only_relative ? change.relative : change.own;
}

std::string path_text(const ModuleChange& change) {
  const auto name = [](const std::string& path) {
    return path.empty() ? std::string("(model)") : printable(path);
  };
  if (change.path == change.base_path) return name(change.path);
  return name(change.path) + " (was " + name(change.base_path) + ")";
}

std::string processes_text(std::int64_t count) {
  return with_commas(count) + (count == 1 ? " process" : " processes");
}

std::vector<const ModuleChange*> shown_modules(const Comparison& comparison, int top) {
  std::vector<const ModuleChange*> shown;
  for (const ModuleChange& change : comparison.modules) {
    if (top > 0 && shown.size() >= static_cast<std::size_t>(top)) break;
    if (change.own.base_ns > 0 || change.own.new_ns > 0) shown.push_back(&change);
  }
  return shown;
}

}  // namespace hookstat::exporting
