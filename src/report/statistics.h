// Statistics over the runs of a model: one sample a run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "hookstat/report.h"

namespace hookstat::reporting {

/// One value for each run. Nanoseconds, unless a name says otherwise.
using Samples = std::vector<double>;

[[nodiscard]] Samples to_samples(const std::vector<std::int64_t>& values);

/// 0 without samples.
[[nodiscard]] double mean_of(const Samples& samples);

/// 0 without samples.
[[nodiscard]] double median_of(Samples samples);

/// Rank r (from 1) of the order-statistics interval of the median: of n samples the r-th least and
/// the r-th greatest enclose the median of their distribution with a probability of at least 95 %,
/// 1 - 2 P(B(n, 1/2) < r), and r is the greatest rank that does. Exact; nullopt below 6 samples,
/// where even the least and the greatest do not.
[[nodiscard]] std::optional<std::size_t> median_interval_rank(std::size_t samples);

/// That interval's ends; nullopt below 6 samples.
[[nodiscard]] std::optional<std::pair<double, double>> median_interval(Samples samples);

/// All zero without samples. A percentile q interpolates linearly between order statistics: it lies
/// at position q (n - 1), counted from 0, of the n sorted samples. `stddev` is the sample's (n -
/// 1).
[[nodiscard]] Statistics statistics_of(Samples samples);

}  // namespace hookstat::reporting
