// How steady the latencies were.
#pragma once

#include "hookstat/recording.h"
#include "hookstat/report.h"
#include "report/statistics.h"

namespace hookstat::reporting {

/// Of the baseline latencies, and what was recorded beside them.
[[nodiscard]] Noise noise_of(const Recording& recording);

/// The two groups that samples fall into, the lower first; none where they do not. From 30 samples
/// on, without the lowest and the highest 2 %: of all ways to cut the sorted samples in two the one
/// with the least variance inside the groups (Otsu, 1979); they count as two when each has 10 % of
/// the samples, the medians are 5 % apart, and Ashman's D = sqrt(2) |m1 - m2| / sqrt(s1^2 + s2^2)
/// (Ashman, Bird & Zepf, 1994) is at least 4: one normal distribution cut in half has 2.7, a
/// uniform one 3.5.
[[nodiscard]] std::vector<Mode> modes_of(Samples samples);

}  // namespace hookstat::reporting
