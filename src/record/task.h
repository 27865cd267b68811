// Raw events while a model runs. A *task* is one interpreter: the call itself, and each forked body.
// Events of one task are sequential whatever thread runs them, so enter and exit pair up by a stack
// per task afterwards, when they are read.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <mutex>
#include <vector>

#include "hookstat/clock.h"
#include "hookstat/recording.h"

namespace hookstat {

class RunRecorder;

/// Whoever records operators during a run; known here only so that it can be found from a task.
class OperatorSink {
 public:
  virtual ~OperatorSink() = default;
};

/// What an event marks. Site ids are shared by enter (the id) and leave (its complement).
using EventCode = std::int32_t;
inline constexpr EventCode kWaitBegin = std::numeric_limits<EventCode>::max();
inline constexpr EventCode kWaitEnd = kWaitBegin - 1;
inline constexpr EventCode kBodyBegin = kWaitBegin - 2;
inline constexpr EventCode kBodyEnd = kWaitBegin - 3;
[[nodiscard]] constexpr EventCode enter_code(SiteId site) noexcept { return site; }
[[nodiscard]] constexpr EventCode leave_code(SiteId site) noexcept { return ~site; }

struct Event {
  std::int64_t ticks = 0;
  EventCode code = 0;
  DeviceEvent device = kNoDeviceEvent;  ///< the device lane beside the host's
};

/// The append-only event buffer of one interpreter. Chunks are kept between runs, so a run like the
/// one before allocates nothing.
class Task {
 public:
  Task(RunRecorder& run, DeviceClock* device_clock) noexcept
      : run_(&run), device_clock_(device_clock) {}

  /// Entering: the device event is recorded before the host clock is read, so that recording it is
  /// no part of the span.
  void enter(EventCode code) {
    const DeviceEvent device = record_device();
    append({HostClock::ticks(), code, device});
  }

  /// Leaving: the host clock is read first.
  void leave(EventCode code) {
    const std::int64_t now = HostClock::ticks();
    append({now, code, record_device()});
  }

  [[nodiscard]] RunRecorder& run() const noexcept { return *run_; }
  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] Event at(std::size_t index) const noexcept {
    return chunks_[index / kChunk][index % kChunk];
  }

  /// Ready for another run as task `id`, forked by `parent` after its first `forked_at` events.
  void restart(std::int32_t id, std::int32_t parent, std::size_t forked_at) noexcept;

  [[nodiscard]] std::int32_t id() const noexcept { return id_; }
  [[nodiscard]] std::int32_t parent() const noexcept { return parent_; }
  [[nodiscard]] std::size_t forked_at() const noexcept { return forked_at_; }

  /// Tensors seen at each enter and leave of a module call, in the order of those events; empty in
  /// runs that read no values.
  std::vector<std::vector<TensorInfo>> values;

 private:
  static constexpr std::size_t kChunk = 4096;

  [[nodiscard]] DeviceEvent record_device() noexcept {
    return device_clock_ == nullptr ? kNoDeviceEvent : device_clock_->record();
  }
  void append(const Event& event) {
    if (next_ == end_) grow();
    *next_++ = event;
  }
  void grow();

  Event* next_ = nullptr;
  Event* end_ = nullptr;
  RunRecorder* run_;
  DeviceClock* device_clock_;
  std::size_t used_chunks_ = 0;
  std::vector<std::unique_ptr<Event[]>> chunks_;
  std::int32_t id_ = 0;
  std::int32_t parent_ = -1;
  std::size_t forked_at_ = 0;
};

/// The events of one task, copied out of its buffer.
struct TaskEvents {
  std::int32_t parent = -1;    ///< index of the task that forked it; -1 for the call itself
  std::size_t forked_at = 0;   ///< events of the parent before the fork
  std::vector<Event> events;
  std::vector<std::vector<TensorInfo>> values;
};

/// Everything one call of the model recorded. One at a time; different recorders are independent,
/// so two threads may each profile their own call.
class RunRecorder {
 public:
  explicit RunRecorder(DeviceClock* device_clock = nullptr) : device_clock_(device_clock) {}
  RunRecorder(const RunRecorder&) = delete;
  RunRecorder& operator=(const RunRecorder&) = delete;
  ~RunRecorder();

  /// Forgets the last run and returns the task of a new call.
  Task& begin();
  /// A new task for a body that `parent` forks. Thread-safe.
  Task& fork(Task& parent);
  /// A forked body came to its end. Thread-safe.
  void body_ended() noexcept { live_bodies_.fetch_sub(1, std::memory_order_acq_rel); }

  /// Copies the events out, task 0 first. Waits (one second at most) for forked bodies that the
  /// model left running.
  [[nodiscard]] std::vector<TaskEvents> collect();

  [[nodiscard]] DeviceClock* device_clock() const noexcept { return device_clock_; }

  OperatorSink* operator_sink = nullptr;  ///< set between runs only

 private:
  void await_bodies() const;

  DeviceClock* device_clock_;
  std::mutex mutex_;
  std::deque<std::unique_ptr<Task>> tasks_;  // kept for reuse; the first `used_` are of this run
  std::size_t used_ = 0;
  std::atomic<std::int64_t> live_bodies_{0};
};

}  // namespace hookstat
