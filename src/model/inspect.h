// What a loaded model tells of itself without being run.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <functional>
#include <string>

#include "hookstat/inspection.h"

namespace hookstat {

/// Whether an operator, "my::op", is of a library that the user loaded.
using IsCustom = std::function<bool(const std::string& name)>;

/// Fills everything but what the file alone tells. Runs nothing. Throws InputError where the method
/// is not there.
void inspect_module(const torch::jit::Module& module, const std::string& method,
                    const IsCustom& is_custom, ModelInspection& into);

/// Fills what the archive at `into.path` tells by itself, operators and classes that are missing
/// among it. Throws InputError where a record is damaged.
void inspect_archive(ModelInspection& into);

}  // namespace hookstat
