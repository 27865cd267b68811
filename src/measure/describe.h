// What a recording says before the model is called: modules, inputs, machine, settings.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include "hookstat/model.h"
#include "hookstat/options.h"
#include "hookstat/recording.h"
#include "model/module_tree.h"
#include "plan/run_plan.h"

namespace hookstat {

/// What there is to say without inputs and settings: the model, its modules, the machine, the time.
[[nodiscard]] Recording describe_model(const torch::jit::Module& module, const ModuleTree& tree,
                                       const ModelDescription& model);

/// A recording without calls and times. `device_clock` is nullptr on the CPU. Throws InputError
/// where the inputs do not fit the method.
[[nodiscard]] Recording describe(const torch::jit::Module& module, const ModuleTree& tree,
                                 const ModelInputs& inputs, const ProfileOptions& options,
                                 const RunPlan& plan, const DeviceClock* device_clock);

}  // namespace hookstat
