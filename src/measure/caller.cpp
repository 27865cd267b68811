#include "measure/caller.h"

#include <string>

#include "hookstat/clock.h"
#include "hookstat/error.h"
#include "measure/autocast.h"
#include "model/device.h"

namespace hookstat {

Caller::Caller(torch::jit::Module& module, const ModelInputs& inputs, const ProfileOptions& options,
               DeviceClock* device_clock)
    : module_(module),
      inputs_(inputs),
      options_(options),
      device_clock_(device_clock),
      generators_(require_device(options.device)),
      input_guard_(inputs),
      start_ns_(options.timeout_from_ns > 0 ? options.timeout_from_ns : HostClock::steady_ns()) {}

void Caller::check_whether_to_go_on() const {
  if (options_.cancelled && options_.cancelled()) throw Interrupted();
  if (options_.timeout_s <= 0) return;
  constexpr double kNsPerSecond = 1e9;
  const auto elapsed_ns = static_cast<double>(HostClock::steady_ns() - start_ns_);
  if (elapsed_ns > options_.timeout_s * kNsPerSecond) {
    throw TimedOut("the time limit was reached after " + std::to_string(calls_) +
                   " calls of the model");
  }
}

template <class Call>
TimedCall Caller::timed(const Call& call) {
  check_whether_to_go_on();
  input_guard_.restore();
  generators_.seed(options_.seed);
  if (device_clock_ != nullptr) {
    device_clock_->reset();
    device_clock_->synchronize();
  }
  ++calls_;
  const std::int64_t start = HostClock::steady_ns();
  TimedCall done;
  done.outputs = call();
  done.launch_ns = HostClock::steady_ns() - start;
  if (device_clock_ != nullptr) device_clock_->synchronize();
  done.latency_ns = device_clock_ == nullptr ? done.launch_ns : HostClock::steady_ns() - start;
  if (options_.autocast) end_autocast_of_call();
  return done;
}

TimedCall Caller::call_baseline() {
  return timed([&] { return call_method(module_, options_.model.method, inputs_); });
}

TimedCall Caller::call_hooked(const HookedModel& hooked, RunRecorder& recorder) {
  return timed([&] { return hooked.run(recorder, inputs_); });
}

TimedCall Caller::call(const std::function<c10::IValue()>& call) { return timed(call); }

}  // namespace hookstat
