#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "export/console_section.h"
#include "export/module_columns.h"
#include "export/units.h"
#include "hookstat/saturating.h"

namespace hookstat::exporting {
namespace {

constexpr std::size_t kMostHolders = 5;

std::string module_name(const Report& report, std::int64_t index) {
  const auto at = static_cast<std::size_t>(index);
  return at < report.modules.size() ? path_text(report.modules[at]) : std::string(kUnknown);
}

std::string beside_it(const Report& report) {
  std::vector<std::pair<std::string_view, std::int64_t>> parts{
      {"parameters", report.model.parameter_bytes},
      {"buffers", report.model.buffer_bytes},
      {"constants", report.model.constant_bytes},
      {"inputs", report.memory->input_bytes}};
  std::string text;
  for (const auto& [name, bytes] : parts) {
    if (bytes == 0) continue;
    if (!text.empty()) text += ", ";
    text.append(name).append(" ").append(bytes_text(bytes));
  }
  return text.empty() ? "nothing" : text;
}

/// What makes up the peak, by the modules whose code allocated it.
std::string holders(const Report& report, const Page& page) {
  std::vector<const ModuleReport*> modules;
  for (const ModuleReport& module : report.modules) {
    if (module.memory && module.memory->at_peak_bytes > 0) modules.push_back(&module);
  }
  if (modules.empty()) return {};
  std::ranges::stable_sort(modules, std::ranges::greater(), [](const ModuleReport* module) {
    return module->memory->at_peak_bytes;
  });
  TextGrid grid = bare_grid({kName, {"", Align::kRight, 0}, {"", Align::kRight, 1}}, 2 * kIndent);
  grid.cut = Cut::kStart;
  const auto share = [&](std::int64_t bytes) {
    const auto whole = static_cast<double>(report.memory->hooked_peak_bytes);
    return percent_text(100.0 * static_cast<double>(bytes) / whole) + " %";
  };
  std::int64_t rest = 0;
  for (std::size_t i = 0; i < modules.size(); ++i) {
    const std::int64_t bytes = modules[i]->memory->at_peak_bytes;
    if (i >= kMostHolders) {
      rest = saturating_add(rest, bytes);
    } else {
      grid.rows.push_back({{path_text(*modules[i])}, {bytes_text(bytes)}, {share(bytes)}});
    }
  }
  if (rest > 0) {
    const auto others = static_cast<std::int64_t>(modules.size() - kMostHolders);
    grid.rows.push_back({{counted(others, "other module")}, {bytes_text(rest)}, {share(rest)}});
  }
  return "  held at the peak, by who allocated it\n" + render(grid, page.width, page.color);
}

}  // namespace

std::string memory_lines(const Report& report, const Page& page) {
  if (!report.memory) return {};
  const MemoryReport& memory = *report.memory;
  const std::string peak =
      fmt::format("{} of activations, in {} after {}", bytes_text(memory.peak_bytes),
                  module_name(report, memory.peak_module),
                  duration_text(static_cast<double>(memory.peak_at_ns)));
  const std::string allocated = fmt::format("{} in {}", bytes_text(memory.allocated_bytes),
                                            counted(memory.allocations, "block"));
  std::string text = heading("Memory", page) + wrapped("  peak           ", peak, page.width) +
                     wrapped("  beside it      ", beside_it(report), page.width) +
                     wrapped("  allocated      ", allocated, page.width);
  if (memory.left_bytes > 0) {
    text += wrapped("  left behind    ",
                    bytes_text(memory.left_bytes) + " when the call and its results were gone",
                    page.width);
  }
  return text + holders(report, page);
}

}  // namespace hookstat::exporting
