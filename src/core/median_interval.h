// The order-statistics interval of a median.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace hookstat {

/// Rank r (from 1) of the order-statistics interval of the median: of n samples the r-th least and
/// the r-th greatest enclose the median of their distribution with a probability of at least 95 %,
/// 1 - 2 P(B(n, 1/2) < r), and r is the greatest rank that does. Exact; nullopt below 6 samples,
/// where even the least and the greatest do not. Thread-safe.
[[nodiscard]] std::optional<std::size_t> median_interval_rank(std::size_t samples);

/// Whether the median is known within `share` of itself: both ends of its interval are as near as
/// that. Never below 6 samples. Thread-safe.
[[nodiscard]] bool is_median_within(std::vector<std::int64_t> samples, double share);

}  // namespace hookstat
