#include "export/module_rows.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>

#include "hookstat/error.h"
#include "hookstat/saturating.h"

namespace hookstat::exporting {
namespace {

using Before = bool (*)(const ModuleRow&, const ModuleRow&);

struct SortKey {
  std::string_view name;
  Before before;
};

/// Own time above what the machine's peaks allow: what there is to gain.
double above_roof(const ModuleRow& row) {
  return row.sums.least_ns ? row.sums.mean_ns - *row.sums.least_ns : 0;
}

std::int64_t peak_memory(const ModuleRow& row) {
  return row.module->memory ? row.module->memory->peak_bytes : -1;
}

constexpr SortKey kSortKeys[] = {
    {"time",
     [](const ModuleRow& a, const ModuleRow& b) { return a.sums.mean_ns > b.sums.mean_ns; }},
    {"flops",
     [](const ModuleRow& a, const ModuleRow& b) { return a.sums.cost.flops > b.sums.cost.flops; }},
    {"params",
     [](const ModuleRow& a, const ModuleRow& b) { return a.sums.parameters > b.sums.parameters; }},
    {"calls",
     [](const ModuleRow& a, const ModuleRow& b) { return a.module->calls > b.module->calls; }},
    {"roofline",
     [](const ModuleRow& a, const ModuleRow& b) { return above_roof(a) > above_roof(b); }},
    {"memory",
     [](const ModuleRow& a, const ModuleRow& b) { return peak_memory(a) > peak_memory(b); }},
    {"launch",
     [](const ModuleRow& a, const ModuleRow& b) { return a.sums.launch_ns > b.sums.launch_ns; }},
    {"idle",
     [](const ModuleRow& a, const ModuleRow& b) { return a.sums.idle_ns > b.sums.idle_ns; }},
    {"path",
     [](const ModuleRow& a, const ModuleRow& b) { return a.module->path < b.module->path; }},
};

constexpr auto kSortNames = [] {
  std::array<std::string_view, std::size(kSortKeys)> names;
  std::ranges::transform(kSortKeys, names.begin(), &SortKey::name);
  return names;
}();

Before order_of(std::string_view name) {
  const auto* const key = std::ranges::find(kSortKeys, name, &SortKey::name);
  if (key != std::end(kSortKeys)) return key->before;
  throw InputError(fmt::format("sort key '{}': there is none of that name", name),
                   fmt::format("sort by one of {}", fmt::join(kSortNames, ", ")));
}

void add_share(std::optional<double>& sum, const std::optional<double>& share) {
  if (share) sum = sum.value_or(0) + *share;
}

void add(Sums& sums, const Sums& other) {
  sums.modules += other.modules;
  sums.parameters = saturating_add(sums.parameters, other.parameters);
  sums.cost += other.cost;
  sums.uncounted_calls = saturating_add(sums.uncounted_calls, other.uncounted_calls);
  sums.mean_ns += other.mean_ns;
  add_share(sums.least_ns, other.least_ns);
  add_share(sums.idle_ns, other.idle_ns);
  sums.launch_ns += other.launch_ns;
  add_share(sums.time_percent, other.time_percent);
  add_share(sums.flops_percent, other.flops_percent);
  add_share(sums.launch_percent, other.launch_percent);
  sums.calls = saturating_add(sums.calls, other.calls);
}

Sums sums_of(const ModuleReport& module) {
  Sums sums;
  sums.modules = 1;
  sums.parameters = module.parameters;
  sums.cost = module.exclusive_cost.cost;
  sums.uncounted_calls = module.exclusive_cost.uncounted_calls;
  sums.mean_ns = time_of(module).exclusive.mean;
  sums.least_ns = module.efficiency.roofline_percent;
  if (sums.least_ns) *sums.least_ns *= sums.mean_ns / 100.0;
  sums.idle_ns = idle_ns(module);
  sums.launch_ns = module.time_ns.exclusive.mean;
  sums.time_percent = module.time_percent;
  sums.flops_percent = module.flops_percent;
  sums.launch_percent = module.launch_percent;
  sums.calls = module.calls;
  return sums;
}

/// The module that stands for `index` when `depth` is the deepest level shown. A saved report can
/// name any parent; only one that comes earlier is followed, so that the climb ends.
std::size_t ancestor_shown(const std::vector<ModuleReport>& modules, std::size_t index,
                           std::int64_t depth) {
  while (modules[index].depth > depth) {
    const std::int64_t parent = modules[index].parent.value_or(-1);
    if (parent < 0 || parent >= static_cast<std::int64_t>(index)) break;
    index = static_cast<std::size_t>(parent);
  }
  return index;
}

std::vector<ModuleRow> folded_rows(const std::vector<ModuleReport>& modules, int depth) {
  std::vector<ModuleRow> rows;
  std::vector<std::size_t> row_of(modules.size(), 0);
  for (std::size_t i = 0; i < modules.size(); ++i) {
    const std::size_t shown = depth < 0 ? i : ancestor_shown(modules, i, depth);
    if (shown == i) {
      row_of[i] = rows.size();
      rows.push_back({&modules[i], {}});
    }
    add(rows[row_of[shown]].sums, sums_of(modules[i]));
  }
  return rows;
}

}  // namespace

const TimeSplit& time_of(const ModuleReport& module) noexcept {
  return module.device_time_ns ? *module.device_time_ns : module.time_ns;
}

std::optional<double> idle_ns(const ModuleReport& module) noexcept {
  if (!module.device_busy_ns || !module.device_time_ns) return std::nullopt;
  return std::max(0.0,
                  module.device_time_ns->exclusive.mean - module.device_busy_ns->exclusive.mean);
}

std::optional<double> idle_percent(const Sums& sums) noexcept {
  if (!sums.idle_ns || sums.mean_ns <= 0) return std::nullopt;
  return 100.0 * *sums.idle_ns / sums.mean_ns;
}

ModuleRows select_rows(const std::vector<ModuleReport>& modules, const ExportOptions& options) {
  ModuleRows rows;
  rows.tree = options.sort.empty();
  rows.shown = folded_rows(modules, options.depth);
  for (const ModuleRow& row : rows.shown) add(rows.all, row.sums);
  if (!rows.tree) std::ranges::stable_sort(rows.shown, order_of(options.sort));
  const auto top = static_cast<std::size_t>(std::max(options.top, 0));
  if (top > 0 && top < rows.shown.size()) {
    for (std::size_t i = top; i < rows.shown.size(); ++i) add(rows.hidden, rows.shown[i].sums);
    rows.shown.resize(top);
  }
  return rows;
}

}  // namespace hookstat::exporting

namespace hookstat {

std::span<const std::string_view> sort_keys() noexcept { return exporting::kSortNames; }

}  // namespace hookstat
