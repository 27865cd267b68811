#include "measure/caller.h"

#include "hookstat/clock.h"
#include "hookstat/error.h"
#include "model/device.h"

namespace hookstat {

Caller::Caller(torch::jit::Module& module, const ModelInputs& inputs, const ProfileOptions& options,
               DeviceClock* device_clock)
    : module_(module),
      inputs_(inputs),
      options_(options),
      device_clock_(device_clock),
      generators_(require_device(options.device)),
      input_guard_(inputs) {}

template <class Call>
std::int64_t Caller::timed(const Call& call) {
  if (options_.cancelled && options_.cancelled()) throw Interrupted();
  input_guard_.restore();
  generators_.seed(options_.seed);
  if (device_clock_ != nullptr) {
    device_clock_->reset();
    device_clock_->synchronize();
  }
  ++calls_;
  const std::int64_t start = HostClock::steady_ns();
  const c10::IValue result = call();
  if (device_clock_ != nullptr) device_clock_->synchronize();
  return HostClock::steady_ns() - start;
}

std::int64_t Caller::call_baseline() {
  return timed([&] { return call_method(module_, options_.model.method, inputs_); });
}

std::int64_t Caller::call_hooked(const HookedModel& hooked, RunRecorder& recorder) {
  return timed([&] { return hooked.run(recorder, inputs_); });
}

}  // namespace hookstat
