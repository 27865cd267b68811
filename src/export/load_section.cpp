#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "export/console_section.h"
#include "export/load_facts.h"
#include "export/module_columns.h"
#include "export/units.h"

namespace hookstat::exporting {
namespace {

constexpr std::size_t kMostModules = 5;

std::string rate_text(double per_second) { return number_text(per_second) + "/s"; }

/// Where the time goes that several threads lose against one.
std::string least_scaling(const Report& report, const Page& page) {
  std::vector<const ModuleReport*> modules = slowed_modules(report);
  modules.resize(std::min(modules.size(), kMostModules));
  if (modules.empty()) return {};
  TextGrid grid = bare_grid(
      {kName, {"", Align::kRight, 0}, {"", Align::kRight, 0}, {"", Align::kRight, 1}}, 2 * kIndent);
  grid.cut = Cut::kStart;
  for (const ModuleReport* module : modules) {
    const ModuleUnderLoad& load = *module->under_load;
    grid.rows.push_back({{path_text(*module)},
                         {fixed_text(*load.growth, 2) + " x"},
                         {duration_text(load.time_ns.exclusive.mean)},
                         {"alone " + duration_text(module->time_ns.exclusive.mean)}});
  }
  return "  slowed down most, by own time\n" + render(grid, page.width, page.color);
}

}  // namespace

std::string load_lines(const Report& report, const Page& page) {
  if (!report.load) return {};
  const LoadReport& load = *report.load;
  const Statistics& latency = load.latency_ns;
  std::string throughput = rate_text(load.calls_per_second);
  if (const auto scaling = scaling_of(load)) {
    throughput += fmt::format(", {} x that of one ({})", fixed_text(*scaling, 2),
                              rate_text(load.calls_per_second_alone));
  }
  const std::string median =
      duration_text(latency.median) + interval_text(latency.median_ci95, duration_text);
  const std::string tail =
      fmt::format("p90 {}, p99 {}", duration_text(latency.p90), duration_text(latency.p99));
  return heading(fmt::format("Under load, {} at once", counted(load.threads, "thread")), page) +
         wrapped("  throughput     ", throughput, page.width) +
         wrapped("  latency        ", median, page.width) +
         wrapped("                 ", tail, page.width) + least_scaling(report, page);
}

}  // namespace hookstat::exporting
