// The calls from which no time is taken: what goes in and out, which operators run, and whether
// hooks change anything.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <string>
#include <vector>

#include "hooks/hooked_model.h"
#include "hookstat/live_recording.h"
#include "hookstat/options.h"
#include "measure/analysis.h"
#include "measure/caller.h"
#include "measure/state_guard.h"
#include "model/module_tree.h"

namespace hookstat {

/// All its calls start from the state that it finds at construction, which is that after the cold
/// call: what a model does in its first call only (an empty cache) is in no analysis, as it is in
/// no time; and the runs that are joined and compared do the same. What it was given outlives it.
/// What the model throws passes through. Not thread-safe.
class Analyser {
 public:
  /// `timed` is the function that is timed later. `device_clock` is nullptr on the CPU.
  Analyser(torch::jit::Module& module, const ModuleTree& tree, const ProfileOptions& options,
           Caller& caller, const HookedModel& timed, DeviceClock* device_clock,
           LiveRecording& recording);

  /// The calls of modules, with their tensors.
  void record_values();

  /// The operators; of a model without submodules the lines of code that they come from, too. Asked
  /// after record_values. It is the first run of `timed`: there the executor has not yet fused
  /// operators or merged products of several modules, so they appear in the modules that call them.
  void record_operators();

  /// A plain and a hooked call, equally warm: what do hooks change? Asked after record_operators.
  void check_hooks();

 private:
  struct RecordedCall {
    c10::IValue outputs;
    std::vector<OpCall> operators;
  };

  void record_lines();
  RecordedCall call_recording_operators(const HookedModel& hooked);
  TimedCall call_from_one_state(const HookedModel& hooked, RunRecorder& recorder);
  [[nodiscard]] HookedModel instrumented(Instrumentation instrumentation) const;

  torch::jit::Module& module_;
  const ModuleTree& tree_;
  const ProfileOptions& options_;
  Caller& caller_;
  const HookedModel& timed_;
  DeviceClock* device_clock_;
  LiveRecording& recording_;
  StateGuard state_;
  HookedRun values_run_;
  std::vector<OpCall> operators_;
};

}  // namespace hookstat
