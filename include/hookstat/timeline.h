// One run, call by call.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace hookstat {

struct TimelineEvent {
  std::int64_t module = 0;  ///< index into modules
  std::int64_t lane = 0;    ///< 0: the call itself; 1, 2 ...: forked tasks
  std::int64_t start_ns = 0;
  std::int64_t duration_ns = 0;
  std::optional<std::int64_t> device_start_ns;
  std::optional<std::int64_t> device_duration_ns;
  bool operator==(const TimelineEvent&) const = default;
};

struct Timeline {
  std::int64_t run = 0;  ///< index of the timing run nearest the median
  std::vector<TimelineEvent> events;
  bool operator==(const Timeline&) const = default;
};

}  // namespace hookstat
