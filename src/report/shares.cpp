#include "report/shares.h"

#include <map>
#include <string>

#include "report/classes.h"
#include "report/efficiency.h"

namespace hookstat::reporting {
namespace {

void fill_modules(std::int64_t flops, const std::optional<MachinePeaks>& peaks,
                  std::vector<ModuleReport>& modules) {
  double whole_ns = 0;
  double leaves_ns = 0;
  for (const ModuleReport& module : modules) {
    whole_ns += lane_of_shares(module).exclusive.mean;
    if (module.torchstat) leaves_ns += lane_of_shares(module).exclusive.mean;
  }
  for (ModuleReport& module : modules) {
    const double own_ns = lane_of_shares(module).exclusive.mean;
    const Cost& cost = module.exclusive_cost.cost;
    module.time_percent = percent_of(own_ns, whole_ns);
    module.inclusive_percent = percent_of(lane_of_shares(module).inclusive.mean, whole_ns);
    module.flops_percent = percent_of(static_cast<double>(cost.flops), static_cast<double>(flops));
    module.efficiency = efficiency_of(cost, own_ns, module.efficiency.dtype, peaks);
    if (!module.torchstat) continue;
    module.torchstat->duration_percent = percent_of(own_ns, leaves_ns).value_or(0.0);
  }
}

void fill_uncounted(const std::vector<ModuleReport>& modules,
                    std::vector<UncountedReport>& uncounted) {
  std::map<std::string, std::optional<double>> time_percent;
  for (const ModuleReport& module : modules) time_percent[module.path] = module.time_percent;
  for (UncountedReport& entry : uncounted) {
    entry.time_percent_at_most.reset();
    for (const std::string& path : entry.modules) {
      const std::optional<double>& share = time_percent[path];
      if (share) entry.time_percent_at_most = entry.time_percent_at_most.value_or(0.0) + *share;
    }
  }
}

}  // namespace

void fill_shares(Report& report) {
  fill_modules(report.totals.cost.flops, report.machine_peaks, report.modules);
  report.totals.efficiency = joint_efficiency(report.modules, report.totals.cost);
  report.classes = classes_of(report.modules, report.totals.cost.flops);
  fill_uncounted(report.modules, report.uncounted);
}

}  // namespace hookstat::reporting
