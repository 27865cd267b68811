#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "export/console_page.h"
#include "export/console_section.h"
#include "export/module_columns.h"
#include "export/units.h"

namespace hookstat::exporting {
namespace {

constexpr std::size_t kExtremes = 3;
/// Percentage points by which the shares of a module differ at least where that is worth a line.
constexpr double kWorthALine = 1.0;

std::string time_share(std::optional<double> percent) {
  return percent_text(percent) + " % of the time";
}

std::string flops_share(std::optional<double> percent) {
  return percent_text(percent) + " % of the FLOPs";
}

std::string by_class(const Report& report, const Page& page) {
  if (report.classes.empty()) return {};
  std::vector<const ClassReport*> classes;
  classes.reserve(report.classes.size());
  for (const ClassReport& c : report.classes) classes.push_back(&c);
  std::ranges::stable_sort(classes, std::ranges::greater(), &ClassReport::exclusive_mean_ns);
  TextGrid grid = bare_grid(
      {kName, {"", Align::kRight, 1}, {"", Align::kRight, 0}, {"", Align::kRight, 2}}, kIndent);
  for (const ClassReport* c : classes) {
    grid.rows.push_back({{printable(c->class_name)},
                         {counted(c->modules, "module")},
                         {time_share(c->time_percent)},
                         {flops_share(c->flops_percent)}});
  }
  return heading("By class", page) + render(grid, page.width, page.color);
}

std::string latency(const Report& report, const Page& page) {
  const Statistics& plain = report.latency_ns;
  const Statistics& hooked = report.hooked_latency_ns;
  const auto known = [](const Statistics& s, double value) {
    return s.count == 0 ? std::string(kUnknown) : duration_text(value);
  };
  const std::string median =
      known(plain, plain.median) + interval_text(plain.median_ci95, duration_text);
  // A server's samples are other calls with hooks than without: there are no differences to have an
  // interval of.
  const std::string cost = plain.count == 0 || hooked.count == 0 ? std::string(kUnknown)
                           : report.sampling ? fixed_text(report.overhead.percent, 2) +
                                                   " %, by the medians of other calls"
                                             : overhead_text(report.overhead, "module call");
  const std::string first = report.first_call_ns == 0
                                ? std::string(kUnknown)
                                : duration_text(static_cast<double>(report.first_call_ns));
  const std::string varies = report.noise.cv_percent
                                 ? fixed_text(*report.noise.cv_percent, 1) + " %"
                                 : std::string(kUnknown);
  return heading("Latency", page) + wrapped("  median         ", median, page.width) +
         wrapped("  p90            ", known(plain, plain.p90), page.width) +
         wrapped("  varies by      ", varies, page.width) +
         wrapped("  first call     ", first, page.width) +
         wrapped("  hooked median  ", known(hooked, hooked.median), page.width) +
         wrapped("  measuring adds ", cost, page.width);
}

std::string speed_text(const Efficiency& efficiency) {
  const std::string number = gflops_text(efficiency.flops_per_second);
  return efficiency.flops_per_second ? number + " GFLOP/s" : number;
}

/// How much more of the time than of the FLOPs, in percentage points.
double excess(const ModuleReport* module) { return *module->time_percent - *module->flops_percent; }

std::string extremes(std::string_view title, const std::vector<const ModuleReport*>& modules,
                     const Page& page) {
  if (modules.empty()) return {};
  TextGrid grid = bare_grid(
      {kName, {"", Align::kRight, 0}, {"", Align::kRight, 2}, {"", Align::kRight, 1}}, 2 * kIndent);
  grid.cut = Cut::kStart;
  for (const ModuleReport* module : modules) {
    grid.rows.push_back({{path_text(*module)},
                         {time_share(module->time_percent)},
                         {flops_share(module->flops_percent)},
                         {speed_text(module->efficiency)}});
  }
  return fmt::format("  {}\n{}", title, render(grid, page.width, page.color));
}

std::string time_against_flops(const Report& report, const Page& page) {
  std::vector<const ModuleReport*> slow;
  std::vector<const ModuleReport*> fast;
  for (const ModuleReport& module : report.modules) {
    const bool all_counted = module.exclusive_cost.uncounted_calls == 0;
    if (!module.time_percent || !module.flops_percent || !all_counted) continue;
    if (excess(&module) >= kWorthALine) slow.push_back(&module);
    if (excess(&module) <= -kWorthALine) fast.push_back(&module);
  }
  if (slow.empty() && fast.empty()) return {};
  std::ranges::stable_sort(slow, std::ranges::greater(), excess);
  std::ranges::stable_sort(fast, std::ranges::less(), excess);
  slow.resize(std::min(slow.size(), kExtremes));
  fast.resize(std::min(fast.size(), kExtremes));
  return heading("Time against FLOPs", page) + extremes("more time than FLOPs", slow, page) +
         extremes("more FLOPs than time", fast, page);
}

std::string modules_text(const std::vector<std::string>& paths) {
  if (paths.empty()) return {};
  const std::string first = paths.front().empty() ? "(model)" : printable(paths.front());
  if (paths.size() == 1) return "in " + first;
  return fmt::format("in {} and {} more", first, paths.size() - 1);
}

std::string uncounted(const Report& report, const Page& page) {
  if (report.uncounted.empty()) return {};
  TextGrid grid = bare_grid(
      {kName, {"", Align::kRight, 0}, {"", Align::kLeft, 1}, {"", Align::kRight, 2}}, kIndent);
  for (const UncountedReport& entry : report.uncounted) {
    const std::string share = "at most " + time_share(entry.time_percent_at_most);
    grid.rows.push_back({{printable(entry.name)},
                         {counted(entry.calls, "call")},
                         {modules_text(entry.modules)},
                         {entry.time_percent_at_most ? share : std::string(kUnknown)}});
  }
  return heading("Uncounted operators", page) + render(grid, page.width, page.color);
}

}  // namespace

std::string warning_lines(const std::vector<Note>& warnings, const Page& page) {
  if (warnings.empty()) return {};
  std::string text = heading("Warnings", page);
  for (const Note& note : warnings) {
    text += wrapped("  - ", fmt::format("{} [{}]", printable(note.message), printable(note.code)),
                    page.width);
  }
  return text;
}

std::string interval_text(const std::optional<std::pair<double, double>>& bounds,
                          std::string (*text)(double)) {
  if (!bounds) return {};
  return fmt::format(" (95 % between {} and {})", text(bounds->first), text(bounds->second));
}

std::string overhead_text(const Overhead& overhead, std::string_view noun) {
  const auto percent = [](double value) { return fixed_text(value, 2) + " %"; };
  const auto& bounds = overhead.percent_ci95;
  if (!bounds) return "not known: an interval takes 6 runs";
  if (bounds->first <= 0 && bounds->second >= 0) {
    constexpr double kClose = 2.0;
    const bool close = bounds->first >= -kClose && bounds->second <= kClose;
    return fmt::format("{}: between {} and {} (95 %)",
                       close ? "nothing that shows" : "not known well", percent(bounds->first),
                       percent(bounds->second));
  }
  std::string text = percent(overhead.percent) + interval_text(overhead.percent_ci95, percent);
  if (overhead.ns_per_call) {
    text += fmt::format(", {} ns for each of {}", fixed_text(*overhead.ns_per_call, 1),
                        counted(overhead.calls, noun));
  }
  return text;
}

std::string section_lines(const Report& report, const Page& page) {
  return by_class(report, page) + operator_lines(report, page) + memory_lines(report, page) +
         latency(report, page) + device_lines(report, page) + load_lines(report, page) +
         time_against_flops(report, page) + uncounted(report, page) +
         warning_lines(report.warnings, page) + verdict_lines(report, page);
}

}  // namespace hookstat::exporting
