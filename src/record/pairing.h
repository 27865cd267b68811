// From raw events to spans: pairs enter and leave by a stack per task.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "hookstat/clock.h"
#include "hookstat/recording.h"
#include "record/task.h"

namespace hookstat {

/// The spans of one run, and where each of a task's events lies.
struct PairedRun {
  std::vector<CallSpan> spans;  ///< parents before children; spans[0] is the root
  /// Per task and event: the span that is open after that event; -1 where none is.
  std::vector<std::vector<std::int32_t>> open_after;
  /// Per span: positions in its task's `values`, of its enter and its leave; -1 where there is
  /// none.
  struct ValueSlots {
    std::int32_t enter = -1;
    std::int32_t leave = -1;
  };
  std::vector<ValueSlots> value_slots;

  /// The innermost call that was open in `task` after so many of its events; the root where none
  /// was, or the events do not reach so far. REQUIRES: there is such a task.
  [[nodiscard]] std::int32_t open_at(std::int32_t task, std::size_t events_before) const;
};

/// Pairs the events of one run. An enter that is never left is a call that raised: its span ends
/// with the last event of its task. With `device_clock` spans get device times as well. Times are
/// relative to the first event of task 0. Throws InternalError where events do not nest.
/// REQUIRES: a task stands before the tasks it forked; `device_clock`, if any, is synchronized.
/// With a `converter` that is not calibrated the spans are right and their times are not.
[[nodiscard]] PairedRun pair_events(const std::vector<TaskEvents>& tasks,
                                    const TickConverter& converter,
                                    const DeviceClock* device_clock = nullptr);

}  // namespace hookstat
