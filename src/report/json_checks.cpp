#include "report/json_checks.h"

#include <cstddef>
#include <cstdint>
#include <string>

#include "report/json_place.h"

namespace hookstat::reporting {
namespace {

/// Tasks of a call of the model.
constexpr std::size_t kMostLanes = 1'000'000'000;

/// `size` numbers from 0 are allowed.
void check_range(std::int64_t value, std::size_t size, const Place& place) {
  if (value < 0 || static_cast<std::size_t>(value) >= size) {
    fail(place, std::to_string(value) + " is out of range");
  }
}

/// Some 30 years, so that what is reckoned with times stays a number.
void check_time(std::int64_t ns, const Place& place) {
  constexpr std::int64_t kMost = 1'000'000'000'000'000'000;
  if (ns < -kMost || ns > kMost) fail(place, std::to_string(ns) + " is out of range");
}

void check_modules(const Report& report, const Place& root) {
  const Place list{&root, "modules"};
  for (std::size_t i = 0; i < report.modules.size(); ++i) {
    const ModuleReport& module = report.modules[i];
    const Place entry{&list, {}, i};
    if (module.parent) check_range(*module.parent, i, Place{&entry, "parent"});
    check_range(module.depth, report.modules.size(), Place{&entry, "depth"});
  }
}

void check_operators(const Report& report, const Place& root) {
  const Place list{&root, "operators"};
  for (std::size_t i = 0; i < report.operators.size(); ++i) {
    const OperatorReport& op = report.operators[i];
    const Place entry{&list, {}, i};
    if (op.fused_calls < 0 || op.fused_calls > op.calls) {
      fail(Place{&entry, "fused_calls"}, std::to_string(op.fused_calls) + " is out of range");
    }
  }
}

void check_timeline(const Report& report, const Place& root) {
  if (!report.timeline) return;
  const Place timeline{&root, "timeline"};
  const Place list{&timeline, "events"};
  const std::vector<TimelineEvent>& events = report.timeline->events;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Place entry{&list, {}, i};
    check_range(events[i].module, report.modules.size(), Place{&entry, "module"});
    if (events[i].lane < 0) fail(Place{&entry, "lane"}, "must not be negative");
    check_range(events[i].lane, kMostLanes, Place{&entry, "lane"});
    check_time(events[i].start_ns, Place{&entry, "start_ns"});
    check_time(events[i].duration_ns, Place{&entry, "duration_ns"});
    check_time(events[i].device_start_ns.value_or(0), Place{&entry, "device_start_ns"});
    check_time(events[i].device_duration_ns.value_or(0), Place{&entry, "device_duration_ns"});
  }
}

void check_memory(const Report& report, const Place& root) {
  if (!report.memory) return;
  const Place memory{&root, "memory"};
  check_range(report.memory->peak_module, report.modules.size(), Place{&memory, "peak_module"});
}

void check_memory_timeline(const Report& report, const Place& root) {
  if (!report.memory_timeline) return;
  const Place list{&root, "memory_timeline"};
  for (std::size_t i = 0; i < report.memory_timeline->size(); ++i) {
    const Place entry{&list, {}, i};
    check_range((*report.memory_timeline)[i].module, report.modules.size(),
                Place{&entry, "module"});
  }
}

void check_processes(const Report& report, const Place& root) {
  const Place list{&root, "processes"};
  const auto check_size = [&](const std::vector<double>& medians, const Place& place) {
    if (medians.size() != report.modules.size()) fail(place, "must have a number for each module");
  };
  for (std::size_t i = 0; i < report.processes.size(); ++i) {
    const Place entry{&list, {}, i};
    check_size(report.processes[i].inclusive_median_ns, Place{&entry, "inclusive_median_ns"});
    check_size(report.processes[i].exclusive_median_ns, Place{&entry, "exclusive_median_ns"});
  }
}

}  // namespace

void check_indexes(const Report& report) {
  const Place root;
  check_modules(report, root);
  check_operators(report, root);
  check_timeline(report, root);
  check_memory(report, root);
  check_memory_timeline(report, root);
  check_processes(report, root);
}

}  // namespace hookstat::reporting
