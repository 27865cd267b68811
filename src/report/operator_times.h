// How long each operator took, joined with what it cost.
#pragma once

#include "hookstat/recording.h"
#include "hookstat/report.h"

namespace hookstat::reporting {

/// By group of operator runs, or by module: its mean exclusive time in a run, the device's where it
/// was taken. REQUIRES: there are rows.
[[nodiscard]] std::vector<double> mean_times(const FoldedRuns& folded);

/// Fills `operator_timing` and the times of `operators`; adds those that the executor ran and the
/// analysis did not see behind the others of their module: what it computes without the dispatcher,
/// free, and fused groups, to which the costs of their members go. Does nothing where operators
/// were not timed. REQUIRES: check_recording passed; `modules` and `operators` are filled.
void fill_operator_times(const Recording& recording, Report& report);

}  // namespace hookstat::reporting
