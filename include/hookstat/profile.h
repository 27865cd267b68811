// The library's one call: hooks a model, runs it, prices what ran and joins everything into a
// report.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include "hookstat/api.h"
#include "hookstat/model.h"
#include "hookstat/options.h"
#include "hookstat/report.h"

namespace hookstat {

/// Profiles the method `options.model.method` of a model on the CPU or a GPU, in InferenceMode
/// unless `options.grad` is set: baseline runs un-instrumented, an analysis with values and
/// operators, and timing runs interleaved with the baseline. The module keeps its graphs, buffers
/// and attributes, and the inputs their values; no hook and no callback is left behind, also when
/// this throws. The report refers to nothing of either. The model and the inputs must be on
/// `options.device` already.
///
/// Throws InputError (bad options, inputs that do not fit the method, a device that is not there,
/// or whose current stream is being captured), ModelError (the model raised; the message names the
/// module), TimedOut (`options.timeout_s`), Interrupted (`options.cancelled`), InternalError.
///
/// Nobody else may use the module meanwhile. Profiles of different modules may run on several
/// threads at once, but LibTorch's thread pools and default generators are the process's: they
/// disturb each other's times and random numbers.
[[nodiscard]] HOOKSTAT_API Report profile(torch::jit::Module& module, const ModelInputs& inputs,
                                          const ProfileOptions& options = {});

}  // namespace hookstat
