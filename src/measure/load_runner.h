// Several threads that call a model at once.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include "hooks/hooked_model.h"
#include "hookstat/clock.h"
#include "hookstat/options.h"
#include "hookstat/recording.h"
#include "measure/caller.h"

namespace hookstat {

/// Throws InputError where the options ask for several threads and something that does not go
/// with them.
void require_no_conflict_with_threads(const ProfileOptions& options);

/// Lets `options.concurrency` threads call the model, without hooks and then, apart from that, with
/// the hooks of `hooked`. Each has a copy of the inputs, makes one call before those that count,
/// and then `options.runs` calls, or at least ten for `options.min_time_s`, else for a second. What
/// they do when one of them has made all of its calls is left out, as it has it easier. Asks
/// `caller` all the while whether to go on; it stops the threads then, and throws as `caller` does.
/// What the model throws on any thread passes through; InputError where the system has too
/// few threads. What the threads do to the model's state
/// they do at once, as they would in a server. `converter` is calibrated.
[[nodiscard]] LoadedRuns call_from_threads(torch::jit::Module& module, const HookedModel& hooked,
                                           std::size_t modules, const ModelInputs& inputs,
                                           const ProfileOptions& options, const Caller& caller,
                                           const TickConverter& converter);

}  // namespace hookstat
