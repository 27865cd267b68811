// A device clock without a device, for tests of everything above the clock. It says so: device() is
// "simulated", and nothing it yields is a measurement.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <vector>

#include "hookstat/clock.h"

namespace hookstat {

/// An in-order queue: work submitted between two events takes `work_factor` times what submitting
/// it took on the host, starts when the queue is free, and not before `launch_latency_ns` after it
/// was submitted. So a factor above 1 is a busy device, one below 1 a device that waits for the
/// host. Without events nothing is submitted: a call without hooks has no work on this device.
class SimulatedDeviceClock final : public DeviceClock {
 public:
  SimulatedDeviceClock(double work_factor, std::int64_t launch_latency_ns,
                       std::function<std::int64_t()> host_now_ns = &HostClock::steady_ns);

  [[nodiscard]] std::string device() const override { return "simulated"; }
  [[nodiscard]] std::string device_name() const override { return "simulated device clock"; }
  void reserve(std::size_t events) override;
  void reset() noexcept override;
  [[nodiscard]] DeviceEvent record() noexcept override;
  [[nodiscard]] std::size_t lost() const noexcept override { return lost_; }
  [[nodiscard]] bool prepare_hold() override { return true; }
  [[nodiscard]] DeviceEvent hold(std::int64_t ns) override;
  void synchronize() override { synchronized_ = true; }
  [[nodiscard]] std::int64_t elapsed_ns(DeviceEvent from, DeviceEvent to) const override;

  /// Lets the calling thread wait as for a device that has to do what was submitted, as a model
  /// does that asks for a result. REQUIRES: the host's time goes on by itself.
  void drain() const;

 private:
  double work_factor_;
  std::int64_t launch_latency_ns_;
  std::function<std::int64_t()> host_now_ns_;
  mutable std::mutex mutex_;
  std::vector<std::int64_t> times_;  // device time at which each event was reached
  std::size_t used_ = 0;
  std::size_t lost_ = 0;
  std::int64_t last_host_ns_ = 0;
  std::int64_t free_at_ns_ =
      0;  // device time at which what was submitted before the last event is done
  bool synchronized_ = false;

  DeviceEvent append();
};

}  // namespace hookstat
