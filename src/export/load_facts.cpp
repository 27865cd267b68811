#include "export/load_facts.h"

#include <algorithm>
#include <functional>

namespace hookstat::exporting {

std::optional<double> scaling_of(const LoadReport& load) {
  if (load.calls_per_second_alone <= 0) return std::nullopt;
  return load.calls_per_second / load.calls_per_second_alone;
}

std::vector<const ModuleReport*> slowed_modules(const Report& report) {
  constexpr double kWorthAName = 1.0;
  constexpr double kGrew = 1.05;
  std::vector<const ModuleReport*> modules;
  for (const ModuleReport& module : report.modules) {
    const bool grew = module.under_load && module.under_load->growth.value_or(0) >= kGrew;
    if (grew && module.time_percent.value_or(0) >= kWorthAName) modules.push_back(&module);
  }
  std::ranges::stable_sort(modules, std::ranges::greater(),
                           [](const ModuleReport* module) { return *module->under_load->growth; });
  return modules;
}

}  // namespace hookstat::exporting
