// The tree of a model's modules for inspect: sizes, types, modes, hooks.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include "hookstat/inspection.h"

namespace hookstat {

/// Fills `modules` and what is summed up over them: parameters, dtypes, devices, frozen, quantized.
void inspect_modules(const torch::jit::Module& module, ModelInspection& into);

}  // namespace hookstat
