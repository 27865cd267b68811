// One run, call by call.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace hookstat {

/// One call of a module, or the body of a forked task.
struct TimelineEvent {
  std::int64_t module = 0;                         ///< index into modules
  std::int64_t lane = 0;                           ///< 0: the call itself; 1, 2 ...: forked tasks
  std::int64_t start_ns = 0;                       ///< host time since the run's start
  std::int64_t duration_ns = 0;                    ///< on the host
  std::optional<std::int64_t> device_start_ns;     ///< device time since the run's first event
  std::optional<std::int64_t> device_duration_ns;  ///< on the device
  bool operator==(const TimelineEvent&) const = default;
};

/// A run whose latency is near the median.
struct Timeline {
  std::int64_t run = 0;               ///< index of the round, as in Report::run_latencies_ns
  std::vector<TimelineEvent> events;  ///< in order of entry within a lane; the first is the root
  bool operator==(const Timeline&) const = default;
};

}  // namespace hookstat
