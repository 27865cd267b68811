// The device clock on LibTorch's device-generic events: no CUDA header, no CUDA compiler.
#pragma once

#include <c10/core/Device.h>
#include <c10/core/Event.h>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "hookstat/clock.h"
#include "hookstat/options.h"
#include "hookstat/recording.h"
#include "record/task.h"

namespace hookstat {

/// Events of c10 on the calling thread's current stream of one device, from a preallocated pool.
/// A CUDA device is held busy by LibTorch's kernel that does nothing for so many cycles.
class EventClock final : public DeviceClock {
 public:
  /// Throws c10::Error where LibTorch does not know the device.
  explicit EventClock(c10::Device device);

  [[nodiscard]] std::string device() const override { return device_.str(); }
  [[nodiscard]] std::string device_name() const override { return name_; }
  [[nodiscard]] DeviceDetails details() const override { return details_; }
  [[nodiscard]] bool is_capturing() const override;
  void reserve(std::size_t events) override;
  void reset() noexcept override;
  [[nodiscard]] DeviceEvent record() noexcept override;
  [[nodiscard]] std::size_t lost() const noexcept override { return lost_.load(); }
  [[nodiscard]] bool prepare_hold() override;
  [[nodiscard]] DeviceEvent hold(std::int64_t ns) override;
  void synchronize() override;
  [[nodiscard]] std::int64_t elapsed_ns(DeviceEvent from, DeviceEvent to) const override;

 private:
  using Sleep = void(std::int64_t cycles);

  c10::Device device_;
  std::string name_;
  DeviceDetails details_;
  std::vector<c10::Event> pool_;
  std::atomic<std::size_t> used_{0};
  std::atomic<std::size_t> lost_{0};
  Sleep* sleep_ = nullptr;  // of LibTorch; nullptr before it was sought, or where there is none
  double cycles_per_ns_ = 0;
};

/// The clock of options.device, or options.device_clock where one is given; nullptr on the CPU.
/// Throws InputError for a device that is not there, and where a graph is being captured: nothing
/// that is called then runs.
[[nodiscard]] std::shared_ptr<DeviceClock> make_device_clock(const ProfileOptions& options);

/// Room for a run like that of `tasks`, and for one that takes other paths or loops twice as often.
/// Nothing to do without a clock.
void reserve_events(DeviceClock* clock, const std::vector<TaskEvents>& tasks);

struct TimedSpans {
  std::vector<CallSpan> spans;
  Event origin;  ///< the first of the run's events; all times are since it
};

/// The spans of the run that `recorder` has, and room for one like it. Throws InternalError where
/// `clock` (nullptr on the CPU) had too little. Waits for forked bodies as RunRecorder::collect
/// does.
[[nodiscard]] TimedSpans timed_spans(RunRecorder& recorder, const TickConverter& converter,
                                     DeviceClock* clock);

}  // namespace hookstat
