// How often each module was called, by which methods, with what shapes.
#pragma once

#include <vector>

#include "hookstat/recording.h"
#include "hookstat/report.h"

namespace hookstat::reporting {

/// Fills calls, methods, inputs, outputs and call_shapes of `modules`, which stand in the order of
/// Recording::modules. Calls are those of the analysis run, or of the first timing run where there
/// was no analysis (then shapes are unknown). REQUIRES: check_recording passed.
void fill_calls(const Recording& recording, std::vector<ModuleReport>& modules);

[[nodiscard]] TensorSummary summary_of(const TensorInfo& tensor);

}  // namespace hookstat::reporting
