#include "report/classes.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>

#include "report/shares.h"

namespace hookstat::reporting {
namespace {

void add(ClassReport& sum, const ModuleReport& module) {
  ++sum.modules;
  sum.calls += module.calls;
  sum.exclusive_mean_ns += lane_of_shares(module).exclusive.mean;
  if (module.time_percent) sum.time_percent = sum.time_percent.value_or(0.0) + *module.time_percent;
  sum.cost.cost += module.exclusive_cost.cost;
  sum.cost.uncounted_calls += module.exclusive_cost.uncounted_calls;
}

}  // namespace

std::vector<ClassReport> classes_of(const std::vector<ModuleReport>& modules,
                                    std::int64_t total_flops) {
  std::vector<ClassReport> classes;
  std::map<std::string, std::size_t> index;
  for (const ModuleReport& module : modules) {
    if (module.calls == 0) continue;
    const auto [place, is_new] = index.try_emplace(module.class_name, classes.size());
    if (is_new) classes.emplace_back().class_name = module.class_name;
    add(classes[place->second], module);
  }
  for (ClassReport& entry : classes) {
    entry.flops_percent =
        percent_of(static_cast<double>(entry.cost.cost.flops), static_cast<double>(total_flops));
  }
  std::stable_sort(classes.begin(), classes.end(), [](const ClassReport& a, const ClassReport& b) {
    return a.exclusive_mean_ns > b.exclusive_mean_ns;
  });
  return classes;
}

}  // namespace hookstat::reporting
