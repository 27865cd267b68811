#include "sweep/build_sweep_report.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "hookstat/error.h"
#include "hookstat/version.h"
#include "sweep/case_axes.h"
#include "sweep/scaling.h"

namespace hookstat::sweep {
namespace {

constexpr double kNsPerSecond = 1e9;
constexpr double kSecondsPerHour = 3600;
constexpr double kMillion = 1e6;

Report read_report(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw InputError("its report is not there");
  return report_from_json({std::istreambuf_iterator<char>(file), {}});
}

/// Cores that calls of the model kept to themselves.
double cores_of(const Report& report) {
  const double callers = report.load ? static_cast<double>(report.load->threads) : 1;
  const auto threads = static_cast<double>(std::max<std::int64_t>(report.environment.threads, 1));
  const auto usable = static_cast<double>(report.environment.usable_cores);
  return usable > 0 ? std::min(callers * threads, usable) : callers * threads;
}

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
  const std::string& id = row.settings.id;
  try {
    row.result = folder.result_of(row.settings);
  } catch (const InputError&) {
    return std::nullopt;  // missing until the case is run again, which says so
  }
  if (!row.result) return std::nullopt;
  if (row.result->status != CaseStatus::kOk) return std::nullopt;
  try {
    Report report = read_report(folder.report_file(id));
    row.measured = measured_of(report, row.settings.batch.value_or(1), options);
    return report;
  } catch (const InputError& error) {
    row.result->status = CaseStatus::kCrashed;
    row.result->message = error.what();
    return std::nullopt;
  }
}

}  // namespace

Measured measured_of(const Report& report, std::int64_t items, const SweepReportOptions& options) {
  Measured measured;
  const auto per_call = static_cast<double>(items);
  measured.latency_ns = report.latency_ns;
  const double calls_per_second = report.load ? report.load->calls_per_second
                                  : report.latency_ns.median > 0
                                      ? kNsPerSecond / report.latency_ns.median
                                      : 0;
  measured.items_per_second = calls_per_second * per_call;
  if (report.totals.cost.flops > 0) measured.flops_per_item = report.totals.cost.flops / items;
  const double seconds = measured.items_per_second > 0 ? 1 / measured.items_per_second : 0;
  const auto cores =
      static_cast<double>(std::max<std::int64_t>(report.environment.logical_cores, 1));
  double machine_share = 1;  // a device has one caller at a time
  if (report.device) {
    measured.device_seconds_per_item = seconds;
  } else {
    measured.core_seconds_per_item = seconds * cores_of(report);
    machine_share = std::min(1.0, cores_of(report) / cores);
  }
  if (options.price_per_hour) {
    measured.price_per_million_items =
        *options.price_per_hour / kSecondsPerHour * seconds * machine_share * kMillion;
  }
  measured.peak_memory_bytes = report.totals.peak_memory_bytes;
  measured.threads = report.environment.threads;
  measured.machine = report.device ? report.environment.device_name : report.environment.cpu;
  return measured;
}

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
    if (const auto read = read_row(folder, options, row)) scaling.add(one, *read);
    report.rows.push_back(std::move(row));
  }
  report.axes = varied_axes(report.rows);
  report.best = best_settings(report.rows);
  report.scalings = scaling.finish(report.axes);
  return report;
}

std::string work_of(const Case& one) {
  std::string text = one.model;
  if (one.method) text += ", " + *one.method;
  if (one.resolution) text += ", " + std::to_string(*one.resolution) + " px";
  if (!one.input.empty()) text += ", input " + one.input;
  return text;
}

std::vector<BestSetting> best_settings(const std::vector<SweepRow>& rows) {
  std::vector<std::string> works;  // in the plan's order
  std::map<std::string, std::vector<BestSetting>> candidates;
  for (const SweepRow& row : rows) {
    if (!row.measured || row.measured->latency_ns.count == 0) continue;
    const std::string work = work_of(row.settings);
    if (!candidates.contains(work)) works.push_back(work);
    candidates[work].push_back(
        {work, row.settings.id, row.measured->latency_ns.median, row.measured->items_per_second});
  }
  std::vector<BestSetting> best;
  for (const std::string& work : works) {
    std::vector<BestSetting>& settings = candidates[work];
    std::ranges::stable_sort(settings, [](const BestSetting& a, const BestSetting& b) {
      return std::pair(a.latency_ns, -a.items_per_second) <
             std::pair(b.latency_ns, -b.items_per_second);
    });
    double most = 0;
    for (const BestSetting& setting : settings) {
      if (setting.items_per_second <= most) continue;
      most = setting.items_per_second;
      best.push_back(setting);
    }
  }
  return best;
}

}  // namespace hookstat::sweep
