// Which inputs a method is likely to need, and why: each argument is followed through the graph to
// the first operator that demands something of it.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <string>
#include <vector>

#include "hookstat/inspection.h"

namespace hookstat {

/// One for each argument of the method without self, in order. What nothing demands is guessed from
/// the model's first layer, and the reason says so. Runs nothing. REQUIRES: the method is there.
[[nodiscard]] std::vector<InputSuggestion> suggest_inputs(const torch::jit::Module& module,
                                                          const std::string& method);

}  // namespace hookstat
