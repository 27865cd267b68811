#include "report/device.h"

#include <algorithm>
#include <cstddef>
#include <optional>

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

std::optional<std::string> bound_of(const DeviceReport& device) {
  if (!device.busy_ns || device.waits_in) return std::nullopt;
  if (device.launch_ns.median >= device.busy_ns->median) return "launch";
  if (!device.queued) return std::nullopt;  // there may be less to do
  return "device";
}

void fill_verdict(const Statistics& latency_ns, DeviceReport& device) {
  device.idle_percent.reset();
  if (device.busy_ns) {
    device.idle_percent = lacking_percent(device.busy_ns->mean, latency_ns.mean);
  }
  device.bound = bound_of(device);
}

}  // namespace

void fill_device(const Recording& recording, Report& report) {
  if (recording.launch_ns.empty()) return;
  DeviceReport& device = report.device.emplace();
  device.launch_ns = statistics_of(to_samples(recording.launch_ns));
  if (recording.queued_runs && recording.queued_runs->folded.device) {
    const QueuedRuns& runs = *recording.queued_runs;
    const std::vector<TimeSplit> busy = device_times(recording.modules, runs.folded);
    for (std::size_t i = 0; i < busy.size(); ++i) report.modules[i].device_busy_ns = busy[i];
    device.busy_ns = busy.front().inclusive;
    device.queued = runs.queued == runs.runs;
    if (runs.waits_in) {
      device.waits_in = report.modules[static_cast<std::size_t>(*runs.waits_in)].path;
    }
  }
  fill_modules(report.modules);
  fill_verdict(report.latency_ns, device);
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
  for (const DeviceReport& one : devices) {
    if (one.busy_ns) busy.push_back(*one.busy_ns);
    if (one.waits_in && !device.waits_in) device.waits_in = one.waits_in;
  }
  if (busy.size() == devices.size()) device.busy_ns = merged(busy);
  device.queued = std::ranges::all_of(devices, &DeviceReport::queued);
  fill_modules(joint.modules);
  fill_verdict(joint.latency_ns, device);
}

}  // namespace hookstat::reporting
