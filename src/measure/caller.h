// Calls a model in its two variants under equal conditions, and times the calls.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <cstdint>
#include <functional>

#include "hooks/hooked_model.h"
#include "hookstat/options.h"
#include "measure/generator_guard.h"
#include "measure/state_guard.h"
#include "record/task.h"

namespace hookstat {

struct TimedCall {
  std::int64_t latency_ns = 0;
  std::int64_t launch_ns = 0;  ///< until the call returned; a device may still have work then
  c10::IValue outputs;
};

/// Before each call: the user may have asked to stop (Interrupted) or the time is over (TimedOut),
/// the seed is set, changed inputs are put back, as they and the generators are at the end. A call
/// is timed from outside, up to the device's end.
class Caller {
 public:
  Caller(torch::jit::Module& module, const ModelInputs& inputs, const ProfileOptions& options,
         DeviceClock* device_clock);

  /// One un-instrumented call. What the model throws passes through.
  TimedCall call_baseline();
  /// One hooked call.
  TimedCall call_hooked(const HookedModel& hooked, RunRecorder& recorder);

  /// One call of either kind, by `call`.
  TimedCall call(const std::function<c10::IValue()>& call);

  [[nodiscard]] const ModelInputs& inputs() const noexcept { return inputs_; }

  /// Throws Interrupted or TimedOut where no other call is to begin.
  void check_whether_to_go_on() const;

  /// That others made so many calls.
  void add_calls(std::int64_t calls) noexcept { calls_ += calls; }
  /// Calls made so far, of either variant.
  [[nodiscard]] std::int64_t calls() const noexcept { return calls_; }

 private:
  template <class Call>
  TimedCall timed(const Call& call);
  torch::jit::Module& module_;
  const ModelInputs& inputs_;
  const ProfileOptions& options_;
  DeviceClock* device_clock_;
  GeneratorGuard generators_;
  InputGuard input_guard_;
  std::int64_t start_ns_;
  std::int64_t calls_ = 0;
};

}  // namespace hookstat
