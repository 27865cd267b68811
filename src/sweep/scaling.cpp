#include "sweep/scaling.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "sweep/case_axes.h"

namespace hookstat::sweep {
namespace {

constexpr double kPaysInBatch = 0.95;

std::optional<std::int64_t> value_of(const Case& one, const std::string& axis) {
  return axis == "threads" ? one.threads : one.batch;
}

/// All of the case but its value of `axis`.
std::vector<std::string> others_of(const Case& one, const std::string& axis) {
  std::vector<std::string> others;
  for (const CaseAxis& other : case_axes()) {
    if (other.name != axis) others.push_back(other.value(one));
  }
  return others;
}

double gain(const std::string& axis, std::int64_t from, std::int64_t to, double from_ns,
            double to_ns) {
  const double items = axis == "threads" ? 1 : static_cast<double>(to) / static_cast<double>(from);
  return from_ns * items / to_ns;
}

void fill_gains(const std::string& axis, const std::vector<std::int64_t>& values,
                const std::vector<OwnTime>& own, ScalingModule& row) {
  row.time_ns.reserve(own.size());
  for (const OwnTime& time : own) row.time_ns.push_back(time.median_ns);
  row.gain.reserve(own.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::optional<double> known;
    if (row.time_ns[0] > 0 && row.time_ns[i] > 0) {
      known = gain(axis, values[0], values[i], row.time_ns[0], row.time_ns[i]);
    }
    row.gain.push_back(known);
  }
  row.stops_at = stops_at(axis, values, own);
}

bool stops_sooner(const ScalingModule& a, const ScalingModule& b) {
  constexpr auto kNever = std::numeric_limits<std::int64_t>::max();
  return std::pair(a.stops_at.value_or(kNever), -a.percent.value_or(0)) <
         std::pair(b.stops_at.value_or(kNever), -b.percent.value_or(0));
}

/// At the ends of the intervals that are the kindest to the later one; nullopt where that has no
/// positive end, so that it may have gained anything.
std::optional<double> most_gain(const std::string& axis, std::int64_t from, std::int64_t to,
                                const OwnTime& from_time, const OwnTime& to_time) {
  const double upper =
      from_time.median_ci95_ns ? from_time.median_ci95_ns->second : from_time.median_ns;
  const double lower = to_time.median_ci95_ns ? to_time.median_ci95_ns->first : to_time.median_ns;
  if (lower <= 0) return std::nullopt;
  return gain(axis, from, to, upper, lower);
}

const TimeSplit& time_of(const ModuleReport& module) {
  if (module.device_time_ns) return *module.device_time_ns;
  return module.under_load ? module.under_load->time_ns : module.time_ns;
}

}  // namespace

std::optional<std::int64_t> stops_at(const std::string& axis,
                                     const std::vector<std::int64_t>& values,
                                     const std::vector<OwnTime>& times_ns) {
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (times_ns[i - 1].median_ns <= 0 || times_ns[i].median_ns <= 0) return std::nullopt;
    const double more = static_cast<double>(values[i]) / static_cast<double>(values[i - 1]);
    const auto gained = most_gain(axis, values[i - 1], values[i], times_ns[i - 1], times_ns[i]);
    const double wanted = axis == "threads" ? (more + 1) / 2 : 1 / kPaysInBatch;
    if (gained && *gained < wanted) return values[i];
  }
  return std::nullopt;
}

void ScalingBuilder::add(const Case& one, const Measured& measured,
                         const std::vector<ModuleReport>& modules) {
  Timed timed;
  timed.settings = one;
  timed.latency_ns = measured.latency_ns.median;
  timed.kind = measured.kind;
  timed.machine = measured.machine;
  timed.is_oversubscribed =
      std::ranges::find(measured.warnings, "oversubscribed") != measured.warnings.end();
  timed.modules.reserve(modules.size());
  for (const ModuleReport& module : modules) {
    if (module.calls == 0) continue;
    const Statistics& own = time_of(module).exclusive;
    timed.modules.push_back(
        {module.path, module.class_name, {own.median, own.median_ci95}, own.mean});
  }
  timed_.push_back(std::move(timed));
}

std::vector<ScalingBuilder::Group> ScalingBuilder::groups_along(const std::string& axis) const {
  using Machine = std::pair<MachineKind, std::string>;
  std::vector<Group> groups;
  std::map<std::vector<std::string>, std::map<Machine, std::size_t>> places;
  for (const Timed& timed : timed_) {
    if (!value_of(timed.settings, axis)) continue;
    auto& machines = places[others_of(timed.settings, axis)];
    const auto [place, is_new] = machines.try_emplace({timed.kind, timed.machine}, groups.size());
    if (is_new) groups.emplace_back();
    groups[place->second].cases.push_back(&timed);
  }
  for (const auto& [others, machines] : places) {
    for (const auto& [machine, place] : machines) groups[place].has_twin = machines.size() > 1;
  }
  return groups;
}

std::vector<Scaling> ScalingBuilder::finish(const std::vector<std::string>& axes,
                                            const InputTexts& inputs) const {
  std::vector<Scaling> scalings;
  for (const std::string axis : {"threads", "batch"}) {
    for (Group& group : groups_along(axis)) {
      // Their threads took turns on the cores: the times are no times with so many threads.
      if (axis == "threads") {
        std::erase_if(group.cases, [](const Timed* timed) { return timed->is_oversubscribed; });
      }
      if (group.cases.size() < 2) continue;
      std::ranges::sort(group.cases, {},
                        [&](const Timed* timed) { return *value_of(timed->settings, axis); });
      scalings.push_back(scaling_of(axis, group.cases));
      scalings.back().title = title_of(axis, group, axes, inputs);
    }
  }
  return scalings;
}

std::int64_t ScalingBuilder::oversubscribed() const {
  std::int64_t count = 0;
  for (const Group& group : groups_along("threads")) {
    if (group.cases.size() < 2) continue;
    count += std::ranges::count_if(group.cases, &Timed::is_oversubscribed);
  }
  return count;
}

/// "resnet50, batch 8, dtype bfloat16": what the cases share, as far as the plan varies it.
std::string ScalingBuilder::title_of(const std::string& axis, const Group& group,
                                     const std::vector<std::string>& axes,
                                     const InputTexts& inputs) {
  const Timed& first = *group.cases.front();
  std::string title = first.settings.model;
  for (const CaseAxis& other : case_axes()) {
    const std::string value = other.value(first.settings);
    const bool varies = std::ranges::find(axes, other.name) != axes.end();
    if (other.name == "model" || other.name == axis || !varies || value.empty()) continue;
    title.append(", ");
    if (other.name == "input") {
      title.append(inputs.of(first.settings));
    } else {
      title.append(other.name).append(" ").append(value);
    }
  }
  if (!group.has_twin) return title;
  if (first.machine != first.kind.cpu) title.append(", ").append(first.machine);
  return title.append(", ").append(kind_text(first.kind));
}

Scaling ScalingBuilder::scaling_of(const std::string& axis,
                                   const std::vector<const Timed*>& cases) {
  Scaling scaling;
  scaling.axis = axis;
  std::map<std::string, std::vector<OwnTime>> times;  // by path; whole where all cases ran it
  for (const Timed* timed : cases) {
    for (const ModuleTime& module : timed->modules) {
      std::vector<OwnTime>& of_module = times[module.path];
      if (of_module.size() == scaling.ids.size()) of_module.push_back(module.own);
    }
    scaling.values.push_back(*value_of(timed->settings, axis));
    scaling.ids.push_back(timed->settings.id);
    scaling.latency_ns.push_back(timed->latency_ns);
  }
  double all_ns = 0;
  for (const ModuleTime& module : cases.front()->modules) all_ns += module.own_mean_ns;
  for (const ModuleTime& module : cases.front()->modules) {
    const std::vector<OwnTime>& own = times[module.path];
    if (own.size() != cases.size()) continue;
    ScalingModule row;
    row.path = module.path;
    row.class_name = module.class_name;
    // Medians do not add up, so shares are taken from means.
    if (all_ns > 0) row.percent = 100 * module.own_mean_ns / all_ns;
    fill_gains(axis, scaling.values, own, row);
    scaling.modules.push_back(std::move(row));
  }
  std::ranges::stable_sort(scaling.modules, stops_sooner);
  return scaling;
}

}  // namespace hookstat::sweep
