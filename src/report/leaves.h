// The torchstat columns of the leaves.
#pragma once

#include <vector>

#include "hookstat/recording.h"
#include "hookstat/report.h"

namespace hookstat::reporting {

/// Fills `torchstat` of every leaf in `modules`: shapes and costs from the last call of a method
/// `forward*` (a traced module's repeated calls are forward1, forward2), or of any method where
/// there is none, and the outermost operators inside that call. Durations are
/// not filled. Returns the columns' sums.
/// REQUIRES: check_recording passed.
TorchstatTotals fill_torchstat(const Recording& recording, std::vector<ModuleReport>& modules);

}  // namespace hookstat::reporting
