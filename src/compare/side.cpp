#include "compare/side.h"

#include <algorithm>
#include <cmath>

#include "compare/differences.h"
#include "hookstat/error.h"
#include "report/shares.h"

namespace hookstat::comparing {
namespace {

/// Half of a 95 % interval is 1.96 standard errors.
std::optional<double> log_error(const Statistics& statistics) {
  constexpr double kOfInterval = 2 * 1.96;
  const auto& interval = statistics.median_ci95;
  if (!interval || interval->first <= 0 || interval->second <= 0) return std::nullopt;
  return std::log(interval->second / interval->first) / kOfInterval;
}

void add_single(const Report& report, Side& side) {
  side.created.push_back(report.created);
  side.latency.ns.push_back(report.latency_ns.median);
  side.latency.log_error = log_error(report.latency_ns);
  for (std::size_t i = 0; i < report.modules.size(); ++i) {
    const TimeSplit& time = reporting::lane_of_shares(report.modules[i]);
    side.own[i].ns.push_back(time.exclusive.median);
    side.own[i].log_error = log_error(time.exclusive);
    side.inclusive[i].ns.push_back(time.inclusive.median);
    side.inclusive[i].log_error = log_error(time.inclusive);
  }
}

void add_process(const ProcessReport& process, Side& side) {
  side.created.push_back(process.created);
  side.latency.ns.push_back(process.latency_ns.median);
  side.latency.log_error = log_error(process.latency_ns);
  for (std::size_t i = 0; i < side.own.size(); ++i) {
    side.own[i].ns.push_back(process.exclusive_median_ns[i]);
    side.inclusive[i].ns.push_back(process.inclusive_median_ns[i]);
  }
}

bool has_same_modules(const Report& a, const Report& b) {
  return std::ranges::equal(a.modules, b.modules, {}, &ModuleReport::path, &ModuleReport::path);
}

void check_belongs(const char* option, const NamedReport& first, const NamedReport& other) {
  if (!has_same_modules(first.report, other.report)) {
    throw InputError(other.name + ": has other modules than " + first.name + ": the reports of " +
                     option + " must be of one model");
  }
  const std::vector<Difference> differences = differences_of(first.report, other.report);
  if (differences.empty()) return;
  const Difference& one = differences.front();
  throw InputError(other.name + ": differs from " + first.name + " in " + one.what + " (" +
                   one.base_value + ", " + one.new_value + "): the reports of " + option +
                   " must be of one measurement");
}

}  // namespace

Side side_of(const char* option, const std::vector<NamedReport>& reports) {
  if (reports.empty()) throw InputError(std::string(option) + ": there is no report");
  Side side;
  side.report = &reports.front().report;
  side.own.resize(side.report->modules.size());
  side.inclusive.resize(side.own.size());
  for (const NamedReport& one : reports) {
    check_belongs(option, reports.front(), one);
    if (one.report.latency_ns.count == 0 || one.report.latency_ns.median <= 0) {
      throw InputError(one.name + ": has no measured latency");
    }
    if (one.report.processes.empty()) add_single(one.report, side);
    for (const ProcessReport& process : one.report.processes) add_process(process, side);
  }
  return side;
}

}  // namespace hookstat::comparing
