#include "report/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/median_interval.h"

namespace hookstat::reporting {
namespace {

double percentile(const Samples& sorted, double quantile) {
  if (sorted.empty()) return 0;
  const double position = quantile * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  if (below + 1 >= sorted.size()) return sorted.back();
  const double fraction = position - static_cast<double>(below);
  return sorted[below] + fraction * (sorted[below + 1] - sorted[below]);
}

double sample_deviation(const Samples& samples, double mean) {
  if (samples.size() < 2) return 0;
  double squares = 0;
  for (const double sample : samples) squares += (sample - mean) * (sample - mean);
  return std::sqrt(squares / static_cast<double>(samples.size() - 1));
}

std::optional<std::pair<double, double>> interval_of_sorted(const Samples& sorted) {
  const auto rank = median_interval_rank(sorted.size());
  if (!rank) return std::nullopt;
  return std::pair{sorted[*rank - 1], sorted[sorted.size() - *rank]};
}

}  // namespace

Samples to_samples(const std::vector<std::int64_t>& values) {
  Samples samples(values.size());
  std::transform(values.begin(), values.end(), samples.begin(),
                 [](std::int64_t value) { return static_cast<double>(value); });
  return samples;
}

double mean_of(const Samples& samples) {
  if (samples.empty()) return 0;
  return std::accumulate(samples.begin(), samples.end(), 0.0) / static_cast<double>(samples.size());
}

double median_of(Samples samples) {
  std::sort(samples.begin(), samples.end());
  return percentile(samples, 0.5);
}

std::optional<std::pair<double, double>> median_interval(Samples samples) {
  std::sort(samples.begin(), samples.end());
  return interval_of_sorted(samples);
}

Statistics statistics_of(Samples samples) {
  Statistics result;
  if (samples.empty()) return result;
  std::sort(samples.begin(), samples.end());
  result.count = static_cast<std::int64_t>(samples.size());
  result.min = samples.front();
  result.p10 = percentile(samples, 0.10);
  result.median = percentile(samples, 0.50);
  result.mean = mean_of(samples);
  result.p90 = percentile(samples, 0.90);
  result.p99 = percentile(samples, 0.99);
  result.max = samples.back();
  result.stddev = sample_deviation(samples, result.mean);
  result.median_ci95 = interval_of_sorted(samples);
  return result;
}

}  // namespace hookstat::reporting
