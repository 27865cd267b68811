#include "sweep/measured.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hookstat::sweep {
namespace {

constexpr double kNsPerSecond = 1e9;
constexpr double kSecondsPerHour = 3600;
constexpr double kMillion = 1e6;

/// Cores that calls of the model kept to themselves.
double cores_of(const Report& report) {
  const double callers = report.load ? static_cast<double>(report.load->threads) : 1;
  const auto threads = static_cast<double>(std::max<std::int64_t>(report.environment.threads, 1));
  const auto usable = static_cast<double>(report.environment.usable_cores);
  return usable > 0 ? std::min(callers * threads, usable) : callers * threads;
}

/// Of the machine, that nobody else could have. A device has one caller at a time.
double machine_share(const Report& report, const CaseResult& result) {
  if (report.device) return 1;
  // One processor of each core was kept for the case, so its others were of no use to anybody.
  if (result.cores > 0 && result.machine_cores > 0) {
    return std::min(1.0,
                    static_cast<double>(result.cores) / static_cast<double>(result.machine_cores));
  }
  const auto cores = std::max<std::int64_t>(report.environment.logical_cores, 1);
  return std::min(1.0, cores_of(report) / static_cast<double>(cores));
}

double calls_per_second(const Report& report) {
  if (report.load) return report.load->calls_per_second;
  return report.latency_ns.median > 0 ? kNsPerSecond / report.latency_ns.median : 0;
}

/// Of one caller, whose throughput is that of its latency.
std::optional<std::pair<double, double>> items_per_second_ci95(const Report& report, double items) {
  const auto& latency_ns = report.latency_ns.median_ci95;
  if (report.load || !latency_ns || latency_ns->first <= 0) return std::nullopt;
  return std::pair(items * kNsPerSecond / latency_ns->second,
                   items * kNsPerSecond / latency_ns->first);
}

std::vector<std::string> warning_codes(const Report& report) {
  std::vector<std::string> codes;
  for (const Note& note : report.warnings) {
    if (std::ranges::find(codes, note.code) == codes.end()) codes.push_back(note.code);
  }
  return codes;
}

void add_costs(const Report& report, const CaseResult& result, const SweepReportOptions& options,
               Measured& measured) {
  if (measured.items_per_second <= 0) return;
  const double seconds = 1 / measured.items_per_second;
  if (report.device) {
    measured.device_seconds_per_item = seconds;
  } else {
    measured.core_seconds_per_item = seconds * cores_of(report);
  }
  if (!options.price_per_hour) return;
  measured.price_per_million_items = *options.price_per_hour / kSecondsPerHour * seconds *
                                     machine_share(report, result) * kMillion;
}

}  // namespace

Measured measured_of(const Report& report, const CaseResult& result, std::int64_t items,
                     const SweepReportOptions& options) {
  Measured measured;
  const EnvironmentDescription& environment = report.environment;
  // A caller among others waits longer: who reads the throughput must see that latency beside it.
  measured.latency_ns = report.load ? report.load->latency_ns : report.latency_ns;
  measured.items_per_second = calls_per_second(report) * static_cast<double>(items);
  measured.items_per_second_ci95 = items_per_second_ci95(report, static_cast<double>(items));
  if (report.totals.cost.flops > 0) measured.flops_per_item = report.totals.cost.flops / items;
  add_costs(report, result, options, measured);
  measured.peak_memory_bytes = report.totals.peak_memory_bytes;
  measured.threads = environment.threads;
  measured.machine = report.device ? environment.device_name : environment.cpu;
  measured.kind = {environment.cpu, environment.logical_cores, environment.libtorch_version};
  measured.warnings = warning_codes(report);
  return measured;
}

}  // namespace hookstat::sweep
