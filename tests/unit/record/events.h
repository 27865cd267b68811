// Raw events, made by hand, and what pairing makes of them.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "hookstat/clock.h"
#include "record/pairing.h"
#include "record/task.h"

namespace hookstat::testing {

/// Moments are counted in steps, long enough that no rate of the host clock rounds one away.
inline constexpr std::int64_t kTicksPerStep = 1'000'000;

inline Event event(EventCode code, std::int64_t moment, DeviceEvent device = kNoDeviceEvent) {
  return {moment * kTicksPerStep, code, device};
}
inline Event enter(SiteId site, std::int64_t moment, DeviceEvent device = kNoDeviceEvent) {
  return event(enter_code(site), moment, device);
}
inline Event leave(SiteId site, std::int64_t moment, DeviceEvent device = kNoDeviceEvent) {
  return event(leave_code(site), moment, device);
}
/// Both in one.
inline Event cross(SiteId left, SiteId entered, std::int64_t moment) {
  return leave(left, moment, Event::then_enter(entered));
}

/// The call itself.
inline TaskEvents call_of(std::vector<Event> events) { return {-1, 0, std::move(events), {}}; }

/// A body forked by task `parent` after its first `forked_at` events.
inline TaskEvents body_of(std::int32_t parent, std::size_t forked_at, std::vector<Event> events) {
  return {parent, forked_at, std::move(events), {}};
}

inline const TickConverter& converter() {
  static const TickConverter calibrated = [] {
    TickConverter fresh;
    fresh.calibrate();
    return fresh;
  }();
  return calibrated;
}

/// Nanoseconds from one moment to another.
inline std::int64_t ns(std::int64_t from, std::int64_t to) {
  return converter().elapsed_ns(from * kTicksPerStep, to * kTicksPerStep);
}

inline PairedRun paired(const std::vector<TaskEvents>& tasks, const DeviceClock* clock = nullptr) {
  return pair_events(tasks, converter(), clock);
}

/// As a graph's operators do before a fork, and at the end of a forked body.
inline Task& fork(Task& parent) { return parent.run().fork(parent); }
inline void end_body(Task& body) {
  body.leave(kBodyEnd);
  body.run().body_ended();
}

/// Of each span, in order: the span around it.
inline std::vector<std::int32_t> parents_of(const PairedRun& run) {
  std::vector<std::int32_t> parents;
  for (const CallSpan& span : run.spans) parents.push_back(span.parent);
  return parents;
}

inline std::vector<SiteId> sites_of(const PairedRun& run) {
  std::vector<SiteId> sites;
  for (const CallSpan& span : run.spans) sites.push_back(span.site);
  return sites;
}

}  // namespace hookstat::testing
