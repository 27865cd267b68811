// Raw events while a model runs. A *task* is one interpreter: the call itself, and each forked
// body. Events of one task are sequential whatever thread runs them, so enter and exit pair up by a
// stack per task afterwards, when they are read.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "hookstat/clock.h"
#include "hookstat/recording.h"

namespace hookstat {

class Run;

/// What belongs to one run, a recorder of operators or hooks of users; known here only so that it
/// can be found from a task.
class RunCompanion {
 public:
  RunCompanion() = default;
  RunCompanion(const RunCompanion&) = delete;
  RunCompanion& operator=(const RunCompanion&) = delete;
  virtual ~RunCompanion() = default;
};

/// What an event marks. Site ids are shared by enter (the id) and leave (its complement).
using EventCode = std::int32_t;
inline constexpr EventCode kWaitBegin = std::numeric_limits<EventCode>::max();
inline constexpr EventCode kWaitEnd = kWaitBegin - 1;
inline constexpr EventCode kBodyBegin = kWaitBegin - 2;
inline constexpr EventCode kBodyEnd = kWaitBegin - 3;
[[nodiscard]] constexpr EventCode enter_code(SiteId site) noexcept { return site; }
[[nodiscard]] constexpr EventCode leave_code(SiteId site) noexcept { return ~site; }

/// Half as many events leave the model more of the processor's cache, so a leave and the enter that
/// comes with it are one event in runs without a device.
struct Event {
  std::int64_t ticks = 0;
  EventCode code = 0;
  DeviceEvent device = kNoDeviceEvent;  ///< the device lane beside the host's, or `then_enter`

  /// The lane of a leave with which `site` is entered. No clock of a device counts that far.
  [[nodiscard]] static constexpr DeviceEvent then_enter(SiteId site) noexcept {
    return kThenEnter | static_cast<DeviceEvent>(site);
  }
  /// The site that is entered with this leave; -1: none.
  [[nodiscard]] constexpr SiteId entered() const noexcept {
    return device < kThenEnter || device == kNoDeviceEvent
               ? -1
               : static_cast<SiteId>(device & ~kThenEnter);
  }

 private:
  static constexpr DeviceEvent kThenEnter = 0x80000000U;
};
static_assert(sizeof(Event) <= 16, "a run of many calls has many events");

/// The append-only event buffer of one interpreter. Chunks are kept between runs, so a run like the
/// one before allocates nothing.
class Task {
 public:
  Task(Run& run, DeviceClock* device_clock) noexcept : run_(&run), device_clock_(device_clock) {}

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

  /// Leaving one call and entering the next, with no code of the model in between: the clock is
  /// read once, with a device clock also after the device event.
  void cross(EventCode leave, EventCode enter) {
    const std::int64_t now = HostClock::ticks();
    if (device_clock_ == nullptr) return append({now, leave, Event::then_enter(enter)});
    const DeviceEvent device = device_clock_->record();
    append({now, leave, device});
    append({HostClock::ticks(), enter, device});
  }

  [[nodiscard]] Run& run() const noexcept { return *run_; }
  /// Events so far. Called where no event can come in between, or by `events`.
  [[nodiscard]] std::size_t size() const noexcept;
  /// The events so far. Thread-safe: a body that the model left running may still append.
  [[nodiscard]] std::vector<Event> events() const;

  /// Ready for another run as task `id`, forked by `parent` after its first `forked_at` events.
  /// `lazy`: a body that need not run at all.
  void restart(std::int32_t id, std::int32_t parent, std::size_t forked_at, bool lazy) noexcept;

  [[nodiscard]] std::int32_t id() const noexcept { return id_; }
  [[nodiscard]] std::int32_t parent() const noexcept { return parent_; }
  [[nodiscard]] std::size_t forked_at() const noexcept { return forked_at_; }
  [[nodiscard]] bool is_lazy() const noexcept { return lazy_; }

  /// Whether the model's own code is running. While the executor prepares it, LibTorch calls
  /// operators that are not the model's.
  bool in_code = false;

  /// The line of Python that operators now come from, as its number in a table; -1: unknown.
  std::int32_t source_line = -1;

  /// Tensors seen at each enter and leave of a module call, in the order of those events; empty in
  /// runs that read no values.
  std::vector<std::vector<TensorInfo>> values;

 private:
  static constexpr std::size_t kChunk = 4096;

  [[nodiscard]] DeviceEvent record_device() noexcept {
    return device_clock_ == nullptr ? kNoDeviceEvent : device_clock_->record();
  }
  void append(const Event& event) {
    Event* slot = next_.load(std::memory_order_relaxed);
    if (slot == end_) slot = grow();
    *slot = event;
    next_.store(slot + 1, std::memory_order_release);  // `events` may read it from now on
  }
  /// Goes on to the next chunk. Returns its first slot.
  Event* grow();

  std::atomic<Event*> next_ = nullptr;
  Event* end_ = nullptr;
  Run* run_;
  DeviceClock* device_clock_;
  std::size_t used_chunks_ = 0;
  std::vector<std::unique_ptr<Event[]>> chunks_;
  mutable std::mutex growing_;  // held while the chunks change, or must not
  std::int32_t id_ = 0;
  std::int32_t parent_ = -1;
  std::size_t forked_at_ = 0;
  bool lazy_ = false;
};

/// The events of one task, copied out of its buffer.
struct TaskEvents {
  std::int32_t parent = -1;   ///< index of the task that forked it; -1 for the call itself
  std::size_t forked_at = 0;  ///< events of the parent before the fork
  std::vector<Event> events;
  std::vector<std::vector<TensorInfo>> values;
  bool ended = true;  ///< nothing of it is left to come
};

/// When a forked body runs.
enum class BodyStart : std::uint8_t {
  kAtOnce,
  kWhenAwaited,  ///< in the call that waits for it; not at all where none does
};

/// The tasks of one run, and how many forked bodies still run. Owned by its recorder, by those
/// bodies, whatever the recorder does next, and by threads that it is current for.
class Run : public std::enable_shared_from_this<Run> {
 public:
  explicit Run(DeviceClock* device_clock) noexcept : device_clock_(device_clock) {}

  /// Forgets all tasks and returns that of a new call of `code`, which lives as long as the run.
  /// REQUIRES: no body runs.
  Task& begin(std::shared_ptr<const void> code, std::shared_ptr<RunCompanion> companion);
  /// Drops the code and the companion; the buffers stay. REQUIRES: no body runs.
  void forget();
  /// A new task for a body that `parent` forks. Thread-safe.
  Task& fork(Task& parent, BodyStart start = BodyStart::kAtOnce);
  /// A forked body came to its end, and nothing touches its task or its run, or needs its code,
  /// from now on. Thread-safe.
  void body_ended();
  [[nodiscard]] bool has_live_bodies() const noexcept {
    return live_bodies_.load(std::memory_order_acquire) > 0;
  }
  /// Copies the events out, task 0 first; the values of a body only when it has ended. Thread-safe.
  [[nodiscard]] std::vector<TaskEvents> copy() const;

  /// What belongs to this run, or nullptr; lives as long as the run. Thread-safe.
  [[nodiscard]] RunCompanion* companion() const noexcept { return companion_.get(); }

 private:
  DeviceClock* device_clock_;
  std::shared_ptr<const void> code_;
  std::shared_ptr<RunCompanion> companion_;
  mutable std::mutex mutex_;
  std::deque<std::unique_ptr<Task>> tasks_;  // kept for reuse; the first `used_` are of this run
  std::size_t used_ = 0;
  std::atomic<std::int64_t> live_bodies_{0};
  std::shared_ptr<Run> of_bodies_;  // itself, while bodies run
};

/// Everything one call of the model recorded. One at a time; different recorders are independent,
/// so two threads may each profile their own call.
class RunRecorder {
 public:
  explicit RunRecorder(DeviceClock* device_clock = nullptr);
  RunRecorder(const RunRecorder&) = delete;
  RunRecorder& operator=(const RunRecorder&) = delete;
  /// With a device clock, which they use, waits for forked bodies as `collect` does.
  ~RunRecorder();

  /// Forgets the last run and returns the task of a new call. `code` is what runs; it is kept for
  /// as long as a forked body may run.
  Task& begin(std::shared_ptr<const void> code = nullptr);

  /// Copies the events out, task 0 first. Waits for forked bodies that the model left running: one
  /// second at most, and not again once that was in vain.
  [[nodiscard]] std::vector<TaskEvents> collect();
  /// Likewise, without waiting: what there is by now.
  [[nodiscard]] std::vector<TaskEvents> collect_now() const { return run_->copy(); }

  /// From the next `begin` on that belongs to the run.
  void set_companion(std::shared_ptr<RunCompanion> companion) { companion_ = std::move(companion); }
  /// Gives up the code and the companion of the last run; keeps its buffers for the next.
  void forget();

 private:
  /// Nobody but this recorder has the run.
  void own_run();
  void await_bodies();

  DeviceClock* device_clock_;
  std::shared_ptr<RunCompanion> companion_;
  std::shared_ptr<Run> run_;
  bool waited_in_vain_ = false;
};

}  // namespace hookstat
