#include "export/device_facts.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "export/display_text.h"
#include "export/units.h"

namespace hookstat::exporting {

std::string idle_text(const DeviceReport& device) {
  if (!device.idle_percent) return "not known";
  return fmt::format("{}{} % of the latency", device.queued ? "" : "at least ",
                     fixed_text(*device.idle_percent, 1));
}

std::string pace_text(const DeviceReport& device) {
  if (device.waits_in) {
    const std::string& path = *device.waits_in;
    return fmt::format("the host waits for the device in {}",
                       path.empty() ? "(model)" : printable(path));
  }
  if (device.bound == "launch") return "the host sets the pace: launch-bound";
  if (device.bound == "device") return "the device sets the pace";
  return device.bound == "both" ? "host and device take about as long" : "";
}

std::vector<const ModuleReport*> idle_modules(const Report& report) {
  constexpr double kWorthAName = 0.01;
  double whole_ns = 0;
  for (const ModuleReport& module : report.modules) whole_ns += time_of(module).exclusive.mean;
  std::vector<const ModuleReport*> modules;
  for (const ModuleReport& module : report.modules) {
    const double idle = idle_ns(module).value_or(0);
    if (idle > 0 && idle >= kWorthAName * whole_ns) modules.push_back(&module);
  }
  std::ranges::stable_sort(modules, std::ranges::greater(),
                           [](const ModuleReport* module) { return *idle_ns(*module); });
  return modules;
}

}  // namespace hookstat::exporting
