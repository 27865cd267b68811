// What is said when the model fails.
#pragma once

#include <exception>
#include <string>
#include <vector>

#include "hookstat/error.h"
#include "hookstat/recording.h"
#include "record/pairing.h"

namespace hookstat {

/// " in vgg.0 (Conv2d.forward)": the call that was entered last and never left; empty where that is
/// the model itself.
[[nodiscard]] std::string place_of_failure(const PairedRun& run, const std::vector<CallSite>& sites,
                                           const std::vector<ModuleInfo>& modules);

/// The error that `error`, thrown by the model, becomes: where, why, the line of code, and a hint
/// where another type of an input may help.
[[nodiscard]] ModelError model_error(const std::exception& error, const std::string& place,
                                     const std::vector<InputDescription>& inputs);

}  // namespace hookstat
