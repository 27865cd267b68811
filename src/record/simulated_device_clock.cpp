#include "record/simulated_device_clock.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "hookstat/error.h"

namespace hookstat {

SimulatedDeviceClock::SimulatedDeviceClock(double work_factor, std::int64_t launch_latency_ns,
                                           std::function<std::int64_t()> host_now_ns)
    : work_factor_(work_factor),
      launch_latency_ns_(launch_latency_ns),
      host_now_ns_(std::move(host_now_ns)) {}

void SimulatedDeviceClock::reserve(std::size_t events) {
  const std::scoped_lock lock(mutex_);
  if (events > times_.size()) times_.resize(events);
}

void SimulatedDeviceClock::reset() noexcept {
  const std::scoped_lock lock(mutex_);
  used_ = 0;
  lost_ = 0;
  synchronized_ = false;
}

DeviceEvent SimulatedDeviceClock::append() {
  if (used_ == times_.size()) {
    ++lost_;
    return kNoDeviceEvent;
  }
  const std::int64_t host = host_now_ns_();
  std::int64_t reached = host + launch_latency_ns_;
  if (used_ > 0) {
    const auto work =
        static_cast<std::int64_t>(work_factor_ * static_cast<double>(host - last_host_ns_));
    reached = std::max(reached, free_at_ns_ + work);
  }
  last_host_ns_ = host;
  free_at_ns_ = reached;
  times_[used_] = reached;
  synchronized_ = false;
  return static_cast<DeviceEvent>(used_++);
}

DeviceEvent SimulatedDeviceClock::record() noexcept {
  const std::scoped_lock lock(mutex_);
  return append();
}

DeviceEvent SimulatedDeviceClock::hold(std::int64_t ns) {
  const std::scoped_lock lock(mutex_);
  const DeviceEvent event = append();
  if (event != kNoDeviceEvent) free_at_ns_ += ns;
  return event;
}

void SimulatedDeviceClock::drain() const {
  const auto free_at = [&] {
    const std::scoped_lock lock(mutex_);
    return free_at_ns_;
  };
  while (host_now_ns_() < free_at()) std::this_thread::yield();
}

std::int64_t SimulatedDeviceClock::elapsed_ns(DeviceEvent from, DeviceEvent to) const {
  if (!synchronized_)
    throw InternalError("the simulated device clock was read before it was synchronized");
  return times_.at(to) - times_.at(from);
}

}  // namespace hookstat
