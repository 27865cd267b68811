// A recording that grows while a model is profiled, for those who want what there is when a profile
// fails, or takes too long.
#pragma once

#include <mutex>
#include <utility>

#include "hookstat/api.h"
#include "hookstat/recording.h"

namespace hookstat {

/// Written by one profile at a time; all functions are thread-safe. partial_report makes a report
/// of it.
class HOOKSTAT_API LiveRecording {
 public:
  /// Calls `change(Recording&)` under the lock, so that must not come back here.
  template <class Change>
  void update(const Change& change) {
    const std::scoped_lock lock(mutex_);
    change(recording_);
  }

  /// What there is so far.
  [[nodiscard]] Recording copy() const {
    const std::scoped_lock lock(mutex_);
    return recording_;
  }

  /// Moves it out; the recording is empty afterwards. Not while a profile writes it.
  [[nodiscard]] Recording take() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(recording_, {});
  }

 private:
  mutable std::mutex mutex_;
  Recording recording_;
};

}  // namespace hookstat
