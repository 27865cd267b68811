#include "hookstat/compare.h"

#include <algorithm>

#include "compare/differences.h"
#include "compare/modules.h"
#include "compare/side.h"
#include "compare/time_change.h"
#include "compare/values.h"
#include "hookstat/error.h"

namespace hookstat {
namespace {

using comparing::Side;

constexpr double kLatencyLevel = 0.01;

Verdict verdict_of(const TimeChange& change) {
  const bool is_clear = change.p_value && *change.p_value <= kLatencyLevel;
  if (!is_clear || !comparing::is_large(change)) return Verdict::kUnclear;
  return comparing::direction_of(change);
}

/// Throws where the sides cannot be compared, unless forced; else a warning for each difference.
void look_at_environment(const Side& base_side, const Side& new_side, bool force,
                         std::vector<Note>& warnings) {
  for (const auto& difference : comparing::differences_of(*base_side.report, *new_side.report)) {
    const std::string what =
        difference.what + " (" + difference.base_value + ", then " + difference.new_value + ")";
    if (difference.refused && !force) {
      throw InputError("the sides differ in " + what + ": their times cannot be compared",
                       "--force compares them all the same");
    }
    if (difference.refused) {
      warnings.push_back(
          {"other_measurement", "other work was measured: the sides differ in " + what});
    } else {
      warnings.push_back({"environment_differs", "the sides differ in " + what});
    }
  }
}

void look_at_processes(const Side& base_side, const Side& new_side, std::vector<Note>& warnings) {
  const std::size_t fewest = std::min(base_side.processes(), new_side.processes());
  if (base_side.processes() == 1 && new_side.processes() == 1) {
    warnings.push_back({"single_process",
                        "one process on each side: intervals are those inside the processes, and "
                        "processes of one model differ by more; measure several (--processes 5)"});
  } else if (fewest == 1) {
    warnings.push_back({"single_process",
                        "one process on one side: its spread is taken to be that of the other "
                        "side; measure several (--processes 5)"});
  }
}

void look_at_parts(const std::vector<NamedReport>& reports, std::vector<Note>& warnings) {
  for (const NamedReport& one : reports) {
    if (one.report.sampling) {
      warnings.push_back({"sampled_calls", one.name +
                                               ": of a server's calls, whose inputs and neighbours "
                                               "are not known; `inputs` are those of one of them"});
    }
    if (std::ranges::find(one.report.warnings, "partial_report", &Note::code) ==
        one.report.warnings.end()) {
      continue;
    }
    warnings.push_back({"partial_report", one.name + ": the profile did not come to its end"});
  }
}

/// Times in RFC 3339 are in the order of their text.
void look_at_order(const Side& base_side, const Side& new_side, std::vector<Note>& warnings) {
  const auto [base_first, base_last] = std::ranges::minmax(base_side.created);
  const auto [new_first, new_last] = std::ranges::minmax(new_side.created);
  if (base_last >= new_first && new_last >= base_first) return;
  warnings.push_back({"not_interleaved",
                      "all of one side was measured before the other: what changed on the machine "
                      "meanwhile is in the difference; take turns, one process each"});
}

}  // namespace

Comparison compare(const std::vector<NamedReport>& base_reports,
                   const std::vector<NamedReport>& new_reports, const CompareOptions& options) {
  const Side base_side = comparing::side_of("--base", base_reports);
  const Side new_side = comparing::side_of("--new", new_reports);
  Comparison comparison;
  look_at_environment(base_side, new_side, options.force, comparison.warnings);
  look_at_processes(base_side, new_side, comparison.warnings);
  look_at_order(base_side, new_side, comparison.warnings);
  look_at_parts(base_reports, comparison.warnings);
  look_at_parts(new_reports, comparison.warnings);
  comparison.base_model = base_side.report->model.path;
  comparison.new_model = new_side.report->model.path;
  comparison.base_processes = static_cast<std::int64_t>(base_side.processes());
  comparison.new_processes = static_cast<std::int64_t>(new_side.processes());
  comparison.latency = comparing::time_change(base_side.latency, new_side.latency);
  comparison.latency_verdict = verdict_of(comparison.latency);
  comparing::Matching matching = comparing::match_modules(*base_side.report, *new_side.report);
  comparison.modules = comparing::module_changes(base_side, new_side, matching);
  comparison.costs = comparing::cost_changes(*base_side.report, *new_side.report, matching);
  comparison.shapes = comparing::shape_changes(*base_side.report, *new_side.report, matching);
  comparison.added = std::move(matching.added);
  comparison.removed = std::move(matching.removed);
  return comparison;
}

}  // namespace hookstat
