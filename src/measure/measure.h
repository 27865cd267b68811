// Runs a model: baseline, analysis, timing. Returns plain data.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include "hooks/hooked_model.h"
#include "hookstat/options.h"
#include "hookstat/recording.h"

namespace hookstat {

/// See profile(). `inputs` fit the method. The returned recording has no prices and no statistics.
[[nodiscard]] Recording measure(torch::jit::Module& module, const ModelInputs& inputs,
                                const ProfileOptions& options);

}  // namespace hookstat
