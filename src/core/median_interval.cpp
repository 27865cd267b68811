#include "core/median_interval.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace hookstat {

std::optional<std::size_t> median_interval_rank(std::size_t samples) {
  constexpr double kTail = 0.025;
  const auto n = static_cast<double>(samples);
  // In logarithms: 2^-n underflows beyond some thousand samples.
  double log_probability = -n * std::numbers::ln2;
  double below = 0;  // P(B < rank)
  std::size_t rank = 0;
  while (rank < samples) {
    below += std::exp(log_probability);
    if (below > kTail) break;
    const auto k = static_cast<double>(rank);
    log_probability += std::log((n - k) / (k + 1));
    ++rank;
  }
  if (rank == 0) return std::nullopt;
  return rank;
}

bool is_median_within(std::vector<std::int64_t> samples, double share) {
  const auto rank = median_interval_rank(samples.size());
  if (!rank) return false;
  std::ranges::sort(samples);
  const auto at = [&](std::size_t place) { return static_cast<double>(samples[place]); };
  const double median = (at((samples.size() - 1) / 2) + at(samples.size() / 2)) / 2;
  return median - at(*rank - 1) <= share * median &&
         at(samples.size() - *rank) - median <= share * median;
}

}  // namespace hookstat
