// What a call of the model takes from the allocator of its device.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include "hooks/hooked_model.h"
#include "hookstat/clock.h"
#include "hookstat/memory_run.h"
#include "hookstat/options.h"
#include "measure/caller.h"

namespace hookstat {

/// Makes two calls, one plain and one hooked, and returns what they took; what they returned is
/// dropped within them. `converter` is calibrated; the model's memory is worth nothing before it is
/// warm. What the model throws passes through. Not thread-safe.
[[nodiscard]] MemoryRun record_memory(Caller& caller, torch::jit::Module& module,
                                      const HookedModel& hooked, const ModelInputs& inputs,
                                      const ProfileOptions& options,
                                      const TickConverter& converter);

}  // namespace hookstat
