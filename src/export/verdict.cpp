// What a reader should take away, made of what was measured and nothing else.
#include "export/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "export/console_section.h"
#include "export/device_facts.h"
#include "export/load_facts.h"
#include "export/module_columns.h"
#include "export/module_rows.h"
#include "export/operator_sums.h"
#include "export/units.h"

namespace hookstat::exporting {
namespace {

/// Names at most so many modules or operators in one line.
constexpr std::size_t kMost = 3;
/// Percent of the time from which something is worth a name.
constexpr double kWorthAName = 1.0;
/// Percent of the latency from which a device's waiting is worth a line.
constexpr double kMuchIdle = 10.0;
/// Percent of the roof below which a module is far from it.
constexpr double kFarBelow = 50.0;

using Modules = std::vector<const ModuleReport*>;

/// "a, b and c".
std::string listed(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 == parts.size() ? " and " : ", ";
    text += parts[i];
  }
  return text;
}

std::string share(std::optional<double> percent) {
  return percent ? fixed_text(*percent, 1) + " %" : std::string(kUnknown);
}

double exclusive_ns(const ModuleReport* module) { return time_of(*module).exclusive.mean; }

Modules worth_a_name(const Report& report) {
  Modules modules;
  for (const ModuleReport& module : report.modules) {
    if (module.time_percent.value_or(0) >= kWorthAName) modules.push_back(&module);
  }
  return modules;
}

std::string longest_modules(const Report& report) {
  Modules modules = worth_a_name(report);
  std::ranges::stable_sort(modules, std::ranges::greater(), exclusive_ns);
  modules.resize(std::min(modules.size(), kMost));
  if (modules.empty() || report.modules.size() == 1) return {};
  std::vector<std::string> parts;
  for (const ModuleReport* module : modules) {
    std::string part = fmt::format("{} {}", path_text(*module), share(module->time_percent));
    if (module->flops_percent)
      part += fmt::format(" ({} of the FLOPs)", share(module->flops_percent));
    parts.push_back(std::move(part));
  }
  return fmt::format("Most of the time: {} [--sort time]", listed(parts));
}

std::string longest_operators(const Report& report) {
  if (!report.operator_timing) return {};
  std::vector<std::string> parts;
  for (const OperatorSum& sum : sums_by_name(report)) {
    const double percent = percent_of(*report.operator_timing, sum.time_ns).value_or(0);
    if (parts.size() == kMost || percent < kWorthAName) break;
    parts.push_back(fmt::format("{} {} in {}", printable(sum.name), share(percent),
                                counted(sum.calls, "call")));
  }
  if (parts.empty()) return {};
  const std::string_view more = report.settings.sources ? "-o FILE.json" : "--sources";
  return fmt::format("By operator: {} [{}]", listed(parts), more);
}

std::string far_below_the_roof(const Report& report) {
  Modules modules = worth_a_name(report);
  std::erase_if(modules, [](const ModuleReport* module) {
    return module->efficiency.roofline_percent.value_or(100) >= kFarBelow ||
           module->exclusive_cost.uncounted_calls > 0;
  });
  if (modules.empty()) return {};
  const auto lost_ns = [](const ModuleReport* module) {
    return exclusive_ns(module) * (1 - *module->efficiency.roofline_percent / 100.0);
  };
  std::ranges::stable_sort(modules, std::ranges::greater(), lost_ns);
  const std::size_t all = modules.size();
  modules.resize(std::min(all, kMost));
  std::vector<std::string> parts;
  for (const ModuleReport* module : modules) {
    const Efficiency& efficiency = module->efficiency;
    parts.push_back(fmt::format("{} at {} of its {} roof ({} of the time)", path_text(*module),
                                share(efficiency.roofline_percent),
                                efficiency.bound.value_or("unknown"), share(module->time_percent)));
  }
  if (all > parts.size())
    parts.push_back(counted(static_cast<std::int64_t>(all - parts.size()), "other"));
  return fmt::format("Far from what the machine can do: {} [--sort roofline]", listed(parts));
}

std::string launch_bound(const Report& report, const DeviceReport& device) {
  std::string text = fmt::format(
      "Launch-bound: submitting a call takes the host {}, the device has {} to do and waits {}",
      duration_text(device.launch_ns.median), duration_text(device.busy_ns->median),
      idle_text(device));
  const bool is_frozen = report.modules.size() == 1;
  return text + (is_frozen ? " [a larger batch]" : " [--freeze, or a larger batch]");
}

std::string pace(const Report& report) {
  if (!report.device) return {};
  const DeviceReport& device = *report.device;
  if (device.bound == "launch" && device.busy_ns) return launch_bound(report, device);
  const bool waits = device.idle_percent.value_or(0) >= kMuchIdle;
  if (!waits && !device.waits_in) return {};
  std::string text = device.waits_in ? "Synchronises: " + pace_text(device) : std::string();
  if (waits) {
    text += fmt::format("{}he device waits for the host {}", device.waits_in ? "; t" : "T",
                        idle_text(device));
    const Modules idle = idle_modules(report);
    if (!idle.empty()) text += fmt::format(", longest in {}", path_text(*idle.front()));
  }
  return text + " [--sort idle]";
}

std::string memory_peak(const Report& report) {
  if (!report.memory) return {};
  const MemoryReport& memory = *report.memory;
  const auto at = static_cast<std::size_t>(memory.peak_module);
  std::string text = fmt::format("Memory: {} of activations at the peak, in {}",
                                 bytes_text(memory.peak_bytes), path_text(report.modules.at(at)));
  if (report.model.parameter_bytes > 0) {
    text += fmt::format("; parameters {}", bytes_text(report.model.parameter_bytes));
  }
  if (memory.left_bytes > 0) text += fmt::format("; {} left behind", bytes_text(memory.left_bytes));
  return text + " [--sort memory]";
}

std::string under_load(const Report& report) {
  if (!report.load) return {};
  std::string text = fmt::format("With {}: ", counted(report.load->threads, "thread"));
  if (const auto scaling = scaling_of(*report.load)) {
    text += fmt::format("{} times the throughput of one", fixed_text(*scaling, 2));
  } else {
    text += fmt::format("{} calls/s", number_text(report.load->calls_per_second));
  }
  const Modules slowed = slowed_modules(report);
  if (!slowed.empty()) {
    text += fmt::format(", {} slowed down most ({} times)", path_text(*slowed.front()),
                        fixed_text(*slowed.front()->under_load->growth, 2));
  }
  return text + " [--threads]";
}

std::string uncounted_work(const Report& report) {
  if (report.uncounted.empty()) return {};
  double at_most = 0;
  for (const ModuleReport& module : report.modules) {
    if (module.exclusive_cost.uncounted_calls > 0) at_most += module.time_percent.value_or(0);
  }
  const auto operators = static_cast<std::int64_t>(report.uncounted.size());
  return fmt::format("Uncounted: {}, in modules with {} of the time [--costs]",
                     counted(operators, "operator"), share(at_most));
}

/// Time in no operator, or in no leaf.
std::string interpreter(const Report& report) {
  if (report.operator_timing) {
    const OperatorTiming& timing = *report.operator_timing;
    const double percent = percent_of(timing, timing.between_ns).value_or(0);
    if (percent < kWorthAName) return {};
    // A frozen model has been spared what can be.
    const bool is_frozen = report.modules.size() == 1;
    return fmt::format("Between operators: {} of the time, {}{}", share(percent),
                       duration_text(timing.between_ns),
                       is_frozen ? "" : " [--freeze has less to interpret]");
  }
  double percent = 0;
  double time_ns = 0;
  for (const ModuleReport& module : report.modules) {
    if (module.leaf) continue;
    percent += module.time_percent.value_or(0);
    time_ns += exclusive_ns(&module);
  }
  if (percent < kWorthAName || report.modules.size() == 1) return {};
  return fmt::format(
      "In containers' own code and the interpreter: {} of the time, {} [--operators]",
      share(percent), duration_text(time_ns));
}

}  // namespace

std::vector<std::string> verdict(const Report& report) {
  std::vector<std::string> facts;
  for (const auto fact : {longest_modules, longest_operators, pace, far_below_the_roof, memory_peak,
                          under_load, uncounted_work, interpreter}) {
    std::string line = fact(report);
    if (!line.empty()) facts.push_back(std::move(line));
  }
  return facts;
}

std::string verdict_lines(const Report& report, const Page& page) {
  std::string text;
  for (const std::string& fact : verdict(report)) text += wrapped("  - ", fact, page.width);
  return text.empty() ? text : heading("In short", page) + text;
}

}  // namespace hookstat::exporting
