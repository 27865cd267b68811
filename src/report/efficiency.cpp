#include "report/efficiency.h"

#include <algorithm>

#include "report/shares.h"

namespace hookstat::reporting {
namespace {

constexpr double kNsPerSecond = 1e9;

double bytes_of(const Cost& cost) {
  return static_cast<double>(cost.bytes_read) + static_cast<double>(cost.bytes_written);
}

/// FLOP/s for products of that dtype; nullopt where nobody stated or measured it.
std::optional<double> peak_for(const MachinePeaks& peaks, const std::optional<std::string>& dtype) {
  for (const std::string& name : {dtype.value_or("any"), std::string("any")}) {
    const auto found = std::ranges::find(peaks.peaks, name, &MachinePeak::dtype);
    if (found != peaks.peaks.end()) return found->flops_per_second;
  }
  return std::nullopt;
}

/// The time that the peaks allow, and which of them binds.
void hold_against_roof(const Cost& cost, double ns, const MachinePeaks& peaks, Efficiency& result) {
  const double memory_ns = bytes_of(cost) * kNsPerSecond / peaks.bytes_per_second;
  double compute_ns = 0;
  if (cost.flops > 0) {
    const std::optional<double> peak = peak_for(peaks, result.dtype);
    if (!peak) return;
    compute_ns = static_cast<double>(cost.flops) * kNsPerSecond / *peak;
  }
  if (std::max(memory_ns, compute_ns) <= 0) return;
  result.roofline_percent = 100.0 * std::max(memory_ns, compute_ns) / ns;
  result.bound = compute_ns > memory_ns ? "compute" : "memory";
}

Efficiency rates_of(const Cost& cost, double ns) {
  Efficiency result;
  const double bytes = bytes_of(cost);
  const auto flops = static_cast<double>(cost.flops);
  if (ns > 0) {
    result.flops_per_second = flops * kNsPerSecond / ns;
    result.bytes_per_second = bytes * kNsPerSecond / ns;
  }
  if (bytes > 0) result.arithmetic_intensity = flops / bytes;
  return result;
}

}  // namespace

Efficiency efficiency_of(const Cost& exclusive, double exclusive_mean_ns,
                         const std::optional<std::string>& dtype,
                         const std::optional<MachinePeaks>& peaks) {
  Efficiency result = rates_of(exclusive, exclusive_mean_ns);
  result.dtype = dtype;
  if (peaks && exclusive_mean_ns > 0) {
    hold_against_roof(exclusive, exclusive_mean_ns, *peaks, result);
  }
  return result;
}

Efficiency joint_efficiency(const std::vector<ModuleReport>& modules, const Cost& total) {
  double ns = 0;
  double least_ns = 0;
  double compute_bound_ns = 0;
  double most_flops = 0;
  Efficiency result;
  for (const ModuleReport& module : modules) {
    const double own_ns = lane_of_shares(module).exclusive.mean;
    ns += own_ns;
    if (static_cast<double>(module.exclusive_cost.cost.flops) > most_flops) {
      most_flops = static_cast<double>(module.exclusive_cost.cost.flops);
      result.dtype = module.efficiency.dtype;
    }
    if (!module.efficiency.roofline_percent) continue;
    const double module_ns = *module.efficiency.roofline_percent * own_ns / 100.0;
    least_ns += module_ns;
    if (module.efficiency.bound == "compute") compute_bound_ns += module_ns;
  }
  const auto dtype = result.dtype;
  result = rates_of(total, ns);
  result.dtype = dtype;
  if (ns > 0 && least_ns > 0) {
    result.roofline_percent = 100.0 * least_ns / ns;
    result.bound = 2 * compute_bound_ns > least_ns ? "compute" : "memory";
  }
  return result;
}

}  // namespace hookstat::reporting
