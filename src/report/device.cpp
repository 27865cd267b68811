#include "report/device.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "report/merge_statistics.h"
#include "report/shares.h"
#include "report/statistics.h"
#include "report/times.h"

namespace hookstat::reporting {
namespace {

/// What is missing of `whole`, in percent of it.
std::optional<double> lacking_percent(double part, double whole) {
  if (whole <= 0) return std::nullopt;
  return std::max(0.0, 100.0 * (1.0 - part / whole));
}

void fill_modules(std::vector<ModuleReport>& modules) {
  double launching_ns = 0;
  for (const ModuleReport& module : modules) launching_ns += module.time_ns.exclusive.mean;
  for (ModuleReport& module : modules) {
    if (!module.device_time_ns) continue;
    module.launch_percent = percent_of(module.time_ns.exclusive.mean, launching_ns);
    if (!module.device_busy_ns) continue;
    module.device_idle_percent = lacking_percent(module.device_busy_ns->exclusive.mean,
                                                 module.device_time_ns->exclusive.mean);
  }
}

/// Hooks that split fused operators make other work than the model's own: then both sides are taken
/// of hooked calls.
bool is_split(const Report& report) {
  return std::ranges::find(report.warnings, "fusion_split", &Note::code) != report.warnings.end();
}

std::optional<std::string> bound_of(double launch_ns, const DeviceReport& device) {
  constexpr double kClearly = 1.1;
  if (!device.busy_ns || !device.queued || device.waits_in) return std::nullopt;
  const double busy_ns = device.busy_ns->median;
  if (launch_ns > kClearly * busy_ns) return "launch";
  if (busy_ns > kClearly * launch_ns) return "device";
  return "both";
}

void fill_verdict(Report& report) {
  DeviceReport& device = *report.device;
  const bool split = is_split(report);
  const double latency_ns = split ? report.hooked_latency_ns.mean : report.latency_ns.mean;
  const double launch_ns =
      split ? report.modules.front().time_ns.inclusive.median : device.launch_ns.median;
  device.idle_percent.reset();
  if (device.busy_ns) device.idle_percent = lacking_percent(device.busy_ns->mean, latency_ns);
  device.bound = bound_of(launch_ns, device);
}

/// The one in which most of the runs waited.
std::optional<std::string> waits_in(const QueuedRuns& runs,
                                    const std::vector<ModuleReport>& modules) {
  const auto most = std::ranges::max_element(runs.waits);
  if (most == runs.waits.end() || 2 * *most <= runs.runs) return std::nullopt;
  return modules[static_cast<std::size_t>(most - runs.waits.begin())].path;
}

}  // namespace

void fill_device(const Recording& recording, Report& report) {
  if (recording.launch_ns.empty()) return;
  DeviceReport& device = report.device.emplace();
  device.launch_ns = statistics_of(to_samples(recording.launch_ns));
  if (recording.queued_runs && recording.queued_runs->runs > 0) {
    const QueuedRuns& runs = *recording.queued_runs;
    device.queued = runs.ahead.rows > 0;
    const std::vector<TimeSplit> busy =
        device_times(recording.modules, device.queued ? runs.ahead : runs.behind);
    for (std::size_t i = 0; i < busy.size(); ++i) report.modules[i].device_busy_ns = busy[i];
    device.busy_ns = busy.front().inclusive;
    device.waits_in = waits_in(runs, report.modules);
  }
  fill_modules(report.modules);
  fill_verdict(report);
}

void merge_device(const std::vector<Report>& reports, Report& joint) {
  std::vector<DeviceReport> devices;
  for (const Report& report : reports) {
    if (report.device) devices.push_back(*report.device);
  }
  if (devices.size() < reports.size()) {
    joint.device.reset();
    return;
  }
  DeviceReport& device = joint.device.emplace();
  device.launch_ns = merged(each(devices, &DeviceReport::launch_ns));
  std::vector<Statistics> busy;
  std::map<std::string, std::size_t> waits;
  for (const DeviceReport& one : devices) {
    if (one.busy_ns) busy.push_back(*one.busy_ns);
    if (one.waits_in) ++waits[*one.waits_in];
  }
  for (const auto& [path, processes] : waits) {
    if (2 * processes > devices.size()) device.waits_in = path;
  }
  if (busy.size() == devices.size()) device.busy_ns = merged(busy);
  device.queued = std::ranges::all_of(devices, &DeviceReport::queued);
  fill_modules(joint.modules);
  fill_verdict(joint);
}

}  // namespace hookstat::reporting
