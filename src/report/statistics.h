// Statistics over the runs of a model: one sample a run.
#pragma once

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

/// The ends of the order-statistics interval (core/median_interval.h); nullopt below 6 samples.
[[nodiscard]] std::optional<std::pair<double, double>> median_interval(Samples samples);

/// All zero without samples. A percentile q interpolates linearly between order statistics: it lies
/// at position q (n - 1), counted from 0, of the n sorted samples. `stddev` is the sample's (n -
/// 1).
[[nodiscard]] Statistics statistics_of(Samples samples);

}  // namespace hookstat::reporting
