#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "export/console_section.h"
#include "export/device_facts.h"
#include "export/module_columns.h"
#include "export/units.h"

namespace hookstat::exporting {
namespace {

std::string median_text(const std::optional<Statistics>& statistics) {
  if (!statistics || statistics->count == 0) return std::string(kUnknown);
  return duration_text(statistics->median) + interval_text(statistics->median_ci95, duration_text);
}

std::string waits_most(const Report& report, const Page& page) {
  constexpr std::size_t kMostModules = 5;
  std::vector<const ModuleReport*> modules = idle_modules(report);
  modules.resize(std::min(modules.size(), kMostModules));
  if (modules.empty()) return {};
  TextGrid grid = bare_grid(
      {kName, {"", Align::kRight, 0}, {"", Align::kRight, 1}, {"", Align::kRight, 2}}, 2 * kIndent);
  grid.cut = Cut::kStart;
  for (const ModuleReport* module : modules) {
    grid.rows.push_back(
        {{path_text(*module)},
         {duration_text(*idle_ns(*module))},
         {fmt::format("of {} own time", duration_text(time_of(*module).exclusive.mean))},
         {"launched in " + duration_text(module->time_ns.exclusive.mean)}});
  }
  return "  the device waits longest in\n" + render(grid, page.width, page.color);
}

}  // namespace

std::string device_lines(const Report& report, const Page& page) {
  if (!report.device) return {};
  const DeviceReport& device = *report.device;
  const std::string pace = pace_text(device);
  return heading("Host and device", page) +
         wrapped("  launching      ", median_text(device.launch_ns), page.width) +
         wrapped("  device busy    ", median_text(device.busy_ns), page.width) +
         wrapped("  device waits   ", idle_text(device), page.width) +
         wrapped("  pace           ", pace.empty() ? std::string("not known") : pace, page.width) +
         waits_most(report, page);
}

}  // namespace hookstat::exporting
