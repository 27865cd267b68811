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

/// "resnet50, batch 8, bfloat16": what the cases share, as far as the plan varies it.
std::string title_of(const Case& one, const std::string& axis,
                     const std::vector<std::string>& axes) {
  std::string title = one.model;
  for (const CaseAxis& other : case_axes()) {
    const std::string value = other.value(one);
    const bool varies = std::ranges::find(axes, other.name) != axes.end();
    if (other.name == "model" || other.name == axis || !varies || value.empty()) continue;
    title.append(", ").append(other.name).append(" ").append(value);
  }
  return title;
}

double gain(const std::string& axis, std::int64_t from, std::int64_t to, double from_ns,
            double to_ns) {
  const double items = axis == "threads" ? 1 : static_cast<double>(to) / static_cast<double>(from);
  return from_ns * items / to_ns;
}

void fill_gains(const std::string& axis, const std::vector<std::int64_t>& values,
                ScalingModule& row) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    std::optional<double> known;
    if (row.time_ns[0] > 0 && row.time_ns[i] > 0) {
      known = gain(axis, values[0], values[i], row.time_ns[0], row.time_ns[i]);
    }
    row.gain.push_back(known);
  }
  row.stops_at = stops_at(axis, values, row.time_ns);
}

bool stops_sooner(const ScalingModule& a, const ScalingModule& b) {
  constexpr auto kNever = std::numeric_limits<std::int64_t>::max();
  return std::pair(a.stops_at.value_or(kNever), -a.percent.value_or(0)) <
         std::pair(b.stops_at.value_or(kNever), -b.percent.value_or(0));
}

}  // namespace

std::optional<std::int64_t> stops_at(const std::string& axis,
                                     const std::vector<std::int64_t>& values,
                                     const std::vector<double>& times_ns) {
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (times_ns[i - 1] <= 0 || times_ns[i] <= 0) return std::nullopt;
    const double more = static_cast<double>(values[i]) / static_cast<double>(values[i - 1]);
    const double gained = gain(axis, values[i - 1], values[i], times_ns[i - 1], times_ns[i]);
    const double wanted = axis == "threads" ? (more + 1) / 2 : 1 / kPaysInBatch;
    if (gained < wanted) return values[i];
  }
  return std::nullopt;
}

void ScalingBuilder::add(const Case& one, const Report& report) {
  Timed timed;
  timed.settings = one;
  timed.latency_ns = report.latency_ns.median;
  for (const ModuleReport& module : report.modules) {
    if (module.calls == 0) continue;
    const TimeSplit& time = module.device_time_ns.value_or(module.time_ns);
    timed.modules.push_back({module.path, module.class_name, time.exclusive.mean});
  }
  timed_.push_back(std::move(timed));
}

std::vector<Scaling> ScalingBuilder::finish(const std::vector<std::string>& axes) const {
  std::vector<Scaling> scalings;
  for (const std::string axis : {"threads", "batch"}) {
    std::map<std::vector<std::string>, Group> groups;
    std::vector<Group*> in_order;
    for (const Timed& timed : timed_) {
      if (!value_of(timed.settings, axis)) continue;
      const auto [group, is_new] = groups.try_emplace(others_of(timed.settings, axis));
      if (is_new) in_order.push_back(&group->second);
      group->second.push_back(&timed);
    }
    for (Group* group : in_order) {
      if (group->size() < 2) continue;
      std::ranges::sort(*group, {},
                        [&](const Timed* timed) { return *value_of(timed->settings, axis); });
      scalings.push_back(scaling_of(axis, *group));
      scalings.back().title = title_of(group->front()->settings, axis, axes);
    }
  }
  return scalings;
}

Scaling ScalingBuilder::scaling_of(const std::string& axis, const Group& group) {
  Scaling scaling;
  scaling.axis = axis;
  std::map<std::string, std::vector<double>> times;  // by path; whole where all cases ran it
  for (const Timed* timed : group) {
    for (const ModuleTime& module : timed->modules) {
      std::vector<double>& of_module = times[module.path];
      if (of_module.size() == scaling.ids.size()) of_module.push_back(module.own_ns);
    }
    scaling.values.push_back(*value_of(timed->settings, axis));
    scaling.ids.push_back(timed->settings.id);
    scaling.latency_ns.push_back(timed->latency_ns);
  }
  double all_ns = 0;
  for (const ModuleTime& module : group.front()->modules) all_ns += module.own_ns;
  for (const ModuleTime& module : group.front()->modules) {
    ScalingModule row{module.path, module.class_name, times[module.path], {}, {}, {}};
    if (row.time_ns.size() != group.size()) continue;
    if (all_ns > 0) row.percent = 100 * module.own_ns / all_ns;
    fill_gains(axis, scaling.values, row);
    scaling.modules.push_back(std::move(row));
  }
  std::ranges::stable_sort(scaling.modules, stops_sooner);
  return scaling;
}

}  // namespace hookstat::sweep
