#include "measure/event_clock.h"

#include <ATen/Context.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include "hookstat/error.h"
#include "record/pairing.h"

namespace hookstat {

EventClock::EventClock(c10::Device device) : device_(device) {
  at::globalContext().lazyInitDevice(device.type());
}

std::string EventClock::device_name() const {
  // LibTorch's device-generic interface carries no product name; the generic one is the truth.
  return device_.str();
}

void EventClock::reserve(std::size_t events) {
  const c10::impl::VirtualGuardImpl guard(device_.type());
  pool_.reserve(events);
  while (pool_.size() < events) {
    // The default flag has timing switched off. Recording once makes the backend create its event
    // now, and not inside a run.
    pool_.emplace_back(device_.type(), c10::EventFlag::BACKEND_DEFAULT);
    pool_.back().record(guard.getStream(device_));
  }
  synchronize();
}

void EventClock::reset() noexcept {
  used_.store(0);
  lost_.store(0);
}

DeviceEvent EventClock::record() noexcept {
  const std::size_t index = used_.fetch_add(1, std::memory_order_relaxed);
  if (index >= pool_.size()) {
    lost_.fetch_add(1, std::memory_order_relaxed);
    return kNoDeviceEvent;
  }
  try {
    const c10::impl::VirtualGuardImpl guard(device_.type());
    pool_[index].record(guard.getStream(device_));
  } catch (const std::exception&) {
    lost_.fetch_add(1, std::memory_order_relaxed);
    return kNoDeviceEvent;
  }
  return static_cast<DeviceEvent>(index);
}

void EventClock::synchronize() {
  c10::impl::VirtualGuardImpl(device_.type()).synchronizeDevice(device_.index());
}

std::int64_t EventClock::elapsed_ns(DeviceEvent from, DeviceEvent to) const {
  constexpr double kNsPerMs = 1e6;
  return static_cast<std::int64_t>(pool_.at(from).elapsedTime(pool_.at(to)) * kNsPerMs);
}

void reserve_events(DeviceClock* clock, const std::vector<TaskEvents>& tasks) {
  if (clock == nullptr) return;
  constexpr std::size_t kRoomForOtherPaths = 1024;
  std::size_t events = 0;
  for (const TaskEvents& task : tasks) events += task.events.size();
  clock->reserve(2 * events + kRoomForOtherPaths);
}

std::vector<CallSpan> timed_spans(RunRecorder& recorder, const TickConverter& converter,
                                  DeviceClock* clock) {
  if (clock != nullptr && clock->lost() > 0) {
    throw InternalError("the device's event pool was too small for a run");
  }
  const std::vector<TaskEvents> tasks = recorder.collect();
  std::vector<CallSpan> spans = pair_events(tasks, converter, clock).spans;
  reserve_events(clock, tasks);
  return spans;
}

}  // namespace hookstat
