// The device clock on LibTorch's device-generic events: no CUDA header, no CUDA compiler.
#pragma once

#include <c10/core/Device.h>
#include <c10/core/Event.h>

#include <atomic>
#include <vector>

#include "hookstat/clock.h"
#include "hookstat/recording.h"
#include "record/task.h"

namespace hookstat {

/// Events of c10 on the calling thread's current stream of one device, from a preallocated pool.
class EventClock final : public DeviceClock {
 public:
  /// Throws c10::Error where LibTorch does not know the device.
  explicit EventClock(c10::Device device);

  [[nodiscard]] std::string device() const override { return device_.str(); }
  [[nodiscard]] std::string device_name() const override;
  void reserve(std::size_t events) override;
  void reset() noexcept override;
  [[nodiscard]] DeviceEvent record() noexcept override;
  [[nodiscard]] std::size_t lost() const noexcept override { return lost_.load(); }
  void synchronize() override;
  [[nodiscard]] std::int64_t elapsed_ns(DeviceEvent from, DeviceEvent to) const override;

 private:
  c10::Device device_;
  std::vector<c10::Event> pool_;
  std::atomic<std::size_t> used_{0};
  std::atomic<std::size_t> lost_{0};
};

/// Room for a run like that of `tasks`, and for one that takes other paths or loops twice as often.
/// Nothing to do without a clock.
void reserve_events(DeviceClock* clock, const std::vector<TaskEvents>& tasks);

/// The spans of the run that `recorder` has, and room for one like it. Throws InternalError where
/// `clock` (nullptr on the CPU) had too little. Waits for forked bodies as RunRecorder::collect
/// does.
[[nodiscard]] std::vector<CallSpan> timed_spans(RunRecorder& recorder,
                                                const TickConverter& converter, DeviceClock* clock);

}  // namespace hookstat
