// The test of one time.
#pragma once

#include <vector>

#include "compare/side.h"
#include "hookstat/compare.h"

namespace hookstat::comparing {

/// As TimeChange says. A side whose times are not all above 0 has no change, interval or p-value.
[[nodiscard]] TimeChange time_change(const Times& base_times, const Times& new_times);

/// Whether it is 1 % or more: less is never called clear.
[[nodiscard]] bool is_large(const TimeChange& change);

/// Slower or faster. REQUIRES: the change is known.
[[nodiscard]] Verdict direction_of(const TimeChange& change);

/// Of p-values, those that Holm's procedure rejects at `level` for all together, by place.
[[nodiscard]] std::vector<bool> holm(const std::vector<double>& p_values, double level);

}  // namespace hookstat::comparing
