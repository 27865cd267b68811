#include "measure/event_clock.h"

#include <ATen/Context.h>
#include <c10/core/DeviceGuard.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <dlfcn.h>

#include <utility>

#include "hookstat/error.h"
#include "measure/device_driver.h"
#include "measure/stream_capture.h"
#include "model/device.h"
#include "record/pairing.h"

namespace hookstat {
namespace {

constexpr double kNsPerMs = 1e6;

/// "13.0" of 13000, as the CUDA runtime counts.
std::string cuda_version(std::int64_t number) {
  if (number <= 0) return {};
  return std::to_string(number / 1000) + "." + std::to_string(number % 1000 / 10);
}

/// "9.15.1" of 91501, as cuDNN counts since version 9.
std::string cudnn_version(std::int64_t number) {
  constexpr std::int64_t kFirstCountedSo = 90000;
  if (number < kFirstCountedSo) return number > 0 ? std::to_string(number) : std::string();
  return std::to_string(number / 10000) + "." + std::to_string(number % 10000 / 100) + "." +
         std::to_string(number % 100);
}

}  // namespace

EventClock::EventClock(c10::Device device) : device_(device), name_(device.str()) {
  at::globalContext().lazyInitDevice(device.type());
  if (!device.is_cuda()) return;
  DriverInfo driver = ask_driver(device.index());
  if (!driver.name.empty()) name_ = std::move(driver.name);
  details_ = std::move(driver.details);
  const at::CUDAHooksInterface& hooks = at::detail::getCUDAHooks();
  if (hooks.hasCUDART()) details_.cuda_version = cuda_version(hooks.versionCUDART());
  if (hooks.compiledWithCuDNN()) details_.cudnn_version = cudnn_version(hooks.versionCuDNN());
}

bool EventClock::is_capturing() const {
  return hookstat::is_capturing(c10::impl::VirtualGuardImpl(device_.type()).getStream(device_));
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

/// at::cuda::sleep, found in what the process has loaded: hookstat is built without CUDA's headers.
/// The first call loads the kernel; a second one says how long a cycle is.
bool EventClock::prepare_hold() {
  if (cycles_per_ns_ > 0) return true;
  sleep_ = reinterpret_cast<Sleep*>(dlsym(RTLD_DEFAULT, "_ZN2at4cuda5sleepEl"));
  if (!device_.is_cuda() || sleep_ == nullptr) return false;
  constexpr std::int64_t kCycles = 2'000'000;
  const c10::DeviceGuard current(device_);
  const c10::impl::VirtualGuardImpl guard(device_.type());
  c10::Event start(device_.type(), c10::EventFlag::BACKEND_DEFAULT);
  c10::Event stop(device_.type(), c10::EventFlag::BACKEND_DEFAULT);
  sleep_(kCycles);
  start.record(guard.getStream(device_));
  sleep_(kCycles);
  stop.record(guard.getStream(device_));
  synchronize();
  const double ns = start.elapsedTime(stop) * kNsPerMs;
  if (ns > 0) cycles_per_ns_ = kCycles / ns;
  return cycles_per_ns_ > 0;
}

DeviceEvent EventClock::hold(std::int64_t ns) {
  const c10::DeviceGuard current(device_);
  const DeviceEvent event = record();
  sleep_(static_cast<std::int64_t>(cycles_per_ns_ * static_cast<double>(ns)));
  return event;
}

void EventClock::synchronize() {
  c10::impl::VirtualGuardImpl(device_.type()).synchronizeDevice(device_.index());
}

std::int64_t EventClock::elapsed_ns(DeviceEvent from, DeviceEvent to) const {
  return static_cast<std::int64_t>(pool_.at(from).elapsedTime(pool_.at(to)) * kNsPerMs);
}

std::shared_ptr<DeviceClock> make_device_clock(const ProfileOptions& options) {
  std::shared_ptr<DeviceClock> clock = options.device_clock;
  if (!clock) {
    const c10::Device device = require_device(options.device);
    if (device.is_cpu()) return nullptr;
    clock = std::make_shared<EventClock>(device);
  }
  if (clock->is_capturing()) {
    throw InputError("the current stream of " + clock->device() +
                         " is being captured into a graph: a call of the model does not run then, "
                         "so there is nothing to time",
                     "profile the model before the capture, or on a stream that is not captured");
  }
  return clock;
}

void reserve_events(DeviceClock* clock, const std::vector<TaskEvents>& tasks) {
  if (clock == nullptr) return;
  constexpr std::size_t kRoomForOtherPaths = 1024;
  std::size_t events = 0;
  for (const TaskEvents& task : tasks) events += task.events.size();
  clock->reserve(2 * events + kRoomForOtherPaths);
}

TimedSpans timed_spans(RunRecorder& recorder, const TickConverter& converter, DeviceClock* clock) {
  if (clock != nullptr && clock->lost() > 0) {
    throw InternalError("the device's event pool was too small for a run");
  }
  const std::vector<TaskEvents> tasks = recorder.collect();
  TimedSpans run;
  run.spans = pair_events(tasks, converter, clock).spans;
  if (!run.spans.empty()) run.origin = tasks.front().events.front();
  reserve_events(clock, tasks);
  return run;
}

}  // namespace hookstat
