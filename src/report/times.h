// How long each module took, from the folded timing runs (record/run_folder.h says what their
// numbers are).
#pragma once

#include <vector>

#include "hookstat/recording.h"
#include "hookstat/report.h"

namespace hookstat::reporting {

/// The device's times of each module in `runs`, which have them.
[[nodiscard]] std::vector<TimeSplit> device_times(const std::vector<ModuleInfo>& modules,
                                                  const FoldedRuns& runs);

/// Fills `time_ns`, `device_time_ns` and `wait_ns`. A module that was never called has no exclusive
/// time, and its inclusive time is the sum of its descendants' exclusive times. REQUIRES:
/// check_recording passed.
void fill_times(const Recording& recording, std::vector<ModuleReport>& modules);

/// Thread time without waiting over the wall time of the root; host times; 1 without runs.
[[nodiscard]] double concurrency_of(const FoldedRuns& runs);

/// Of each module the host times of `runs`. REQUIRES: there are rows.
[[nodiscard]] std::vector<TimeSplit> host_times(const std::vector<ModuleInfo>& modules,
                                                const FoldedRuns& runs);

}  // namespace hookstat::reporting
