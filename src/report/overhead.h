// What measuring cost: hooked against un-instrumented calls, round by round.
#pragma once

#include "hookstat/recording.h"
#include "hookstat/report.h"

namespace hookstat::reporting {

/// From the differences hooked - baseline of each round: their median and its interval as a share
/// of the median baseline (0 and null without one), and over the module calls of the last run.
/// Rounds that lack one of the two do not count.
[[nodiscard]] Overhead overhead_of(const Recording& recording);

}  // namespace hookstat::reporting
