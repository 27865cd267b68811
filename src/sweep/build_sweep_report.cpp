#include "sweep/build_sweep_report.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "hookstat/error.h"
#include "hookstat/version.h"
#include "sweep/best_settings.h"
#include "sweep/case_axes.h"
#include "sweep/input_texts.h"
#include "sweep/scaling.h"
#include "sweep/sweep_warnings.h"

namespace hookstat::sweep {
namespace {

std::vector<std::string> varied_axes(const std::vector<SweepRow>& rows) {
  std::vector<std::string> varied;
  for (const CaseAxis& axis : case_axes()) {
    std::set<std::string> values;
    for (const SweepRow& row : rows) values.insert(axis.value(row.settings));
    if (values.size() > 1) varied.emplace_back(axis.name);
  }
  return varied;
}

/// Fills the row, and returns the report where there is one.
std::optional<Report> read_row(const SweepFolder& folder, const SweepReportOptions& options,
                               SweepRow& row) {
  try {
    row.result = folder.result_of(row.settings);
  } catch (const InputError&) {
    return std::nullopt;  // missing until the case is run again, which says so
  }
  if (!row.result) return std::nullopt;
  if (row.result->status != CaseStatus::kOk) return std::nullopt;
  try {
    Report report = folder.read_report(row.settings.id);
    row.measured = measured_of(report, *row.result, row.settings.batch.value_or(1), options);
    return report;
  } catch (const InputError& error) {
    row.result->status = CaseStatus::kCrashed;
    row.result->message = error.what();
    return std::nullopt;
  }
}

}  // namespace

SweepReport build_sweep_report(const SweepFolder& folder, const SweepReportOptions& options) {
  const std::optional<SweepIndex> index = folder.read_index();
  if (!index) throw InputError(folder.path() + ": there is no sweep");
  SweepReport report;
  report.plan = index->plan;
  report.version = version();
  report.price_per_hour = options.price_per_hour;
  ScalingBuilder scaling;
  for (const Case& one : index->cases) {
    SweepRow row;
    row.settings = one;
    // Only own times of modules are kept of it: a sweep may have thousands of reports.
    if (const auto read = read_row(folder, options, row)) {
      scaling.add(one, *row.measured, read->modules);
    }
    report.rows.push_back(std::move(row));
  }
  report.axes = varied_axes(report.rows);
  report.best = best_settings(report.rows);
  report.cheapest = cheapest_settings(report.rows);
  report.scalings = scaling.finish(report.axes, InputTexts(report.rows));
  report.warnings = sweep_warnings(report.rows, scaling.oversubscribed());
  return report;
}

}  // namespace hookstat::sweep
