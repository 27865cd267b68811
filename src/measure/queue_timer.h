// Times the device's own work: hooked calls that are submitted while the device is held busy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "hooks/hooked_model.h"
#include "hookstat/clock.h"
#include "hookstat/live_recording.h"
#include "measure/caller.h"
#include "record/queue_check.h"
#include "record/run_folder.h"
#include "record/task.h"

namespace hookstat {

/// Before each call the device gets work that lasts longer than submitting the call takes, so it
/// does the call's work without waiting for the host. Whether it did so is seen in each run. What
/// it was given outlives it. What the model throws passes through. Not thread-safe.
class QueueTimer {
 public:
  /// `modules`: of the model. REQUIRES: clock.prepare_hold() said true.
  QueueTimer(Caller& caller, const HookedModel& hooked, DeviceClock& clock, std::size_t modules,
             LiveRecording& recording);

  /// One more call, whose times go to Recording::queued_runs. `launch_ns` is what a hooked call
  /// takes to submit. REQUIRES: `converter` is calibrated.
  void time(const TickConverter& converter, std::int64_t launch_ns);

 private:
  void store(const std::vector<CallSpan>& spans, const std::optional<Gap>& gap, bool waited);

  Caller& caller_;
  const HookedModel& hooked_;
  DeviceClock& clock_;
  LiveRecording& recording_;
  RunRecorder recorder_;
  std::size_t modules_;
  RunFolder ahead_;
  RunFolder behind_;
  double factor_;  // of the launch time, for which the device is held
};

}  // namespace hookstat
