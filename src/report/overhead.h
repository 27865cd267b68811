// What measuring cost: hooked against un-instrumented calls, round by round.
#pragma once

#include <cstdint>
#include <vector>

#include "hookstat/recording.h"
#include "hookstat/report.h"

namespace hookstat::reporting {

/// From the differences hooked - baseline of each round: their median and its interval as a share
/// of the median baseline (0 and null without one), and over `calls`, of whatever has hooks.
/// Rounds that lack one of the two do not count.
[[nodiscard]] Overhead overhead_of(const std::vector<std::int64_t>& baseline_ns,
                                   const std::vector<std::int64_t>& hooked_ns, std::int64_t calls);
/// That of the hooks on modules; the calls are those of the last run.
[[nodiscard]] Overhead overhead_of(const Recording& recording);

}  // namespace hookstat::reporting
