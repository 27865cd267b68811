#include "report/noise.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>

#include "report/shares.h"

namespace hookstat::reporting {
namespace {

constexpr std::size_t kLeastForInterval = 6;

std::optional<double> cv_percent(const Samples& samples) {
  if (samples.size() < kLeastForInterval) return std::nullopt;
  const Statistics all = statistics_of(samples);
  return percent_of(all.stddev, all.mean);
}

std::optional<double> drift_percent(const Samples& samples) {
  const auto third = static_cast<std::ptrdiff_t>(samples.size() / 3);
  const Samples first(samples.begin(), samples.begin() + third);
  const Samples last(samples.end() - third, samples.end());
  const auto early = median_interval(first);
  const auto late = median_interval(last);
  if (!early || !late) return std::nullopt;
  if (early->first <= late->second && late->first <= early->second) return std::nullopt;
  return percent_of(median_of(last) - median_of(first), median_of(first));
}

/// Sums of a group of samples, relative to a value in their midst so that squares keep their
/// digits.
struct Group {
  double count = 0;
  double sum = 0;
  double squares = 0;

  void add(double value, double sign) {
    count += sign;
    sum += sign * value;
    squares += sign * value * value;
  }
  [[nodiscard]] double mean() const { return sum / count; }
  [[nodiscard]] double variance() const { return std::max(0.0, squares / count - mean() * mean()); }
};

Mode mode_of(std::span<const double> group, std::size_t all) {
  return {median_of({group.begin(), group.end()}),
          100.0 * static_cast<double>(group.size()) / static_cast<double>(all)};
}

/// Ashman's D; two groups without any spread are infinitely far apart.
double distance_of(const Group& low, const Group& high) {
  return std::numbers::sqrt2 * (high.mean() - low.mean()) /
         std::sqrt(low.variance() + high.variance());
}

std::optional<double> denormal_percent(const std::vector<DenormalCount>& counts) {
  double denormals = 0;
  double elements = 0;
  for (const DenormalCount& count : counts) {
    denormals += static_cast<double>(count.denormals);
    elements += static_cast<double>(count.elements);
  }
  return percent_of(denormals, elements);
}

}  // namespace

std::vector<Mode> modes_of(Samples samples) {
  constexpr std::size_t kLeast = 30;
  constexpr std::size_t kTrim = 50;  // a 50th, 2 %
  constexpr double kLeastShare = 0.1;
  constexpr double kLeastApart = 1.05;
  constexpr double kLeastDistance = 4;
  if (samples.size() < kLeast) return {};
  std::ranges::sort(samples);
  const std::span<const double> all(samples);
  const auto kept =
      all.subspan(samples.size() / kTrim, samples.size() - 2 * (samples.size() / kTrim));
  const double middle = kept[kept.size() / 2];
  Group low;
  Group high;
  for (const double sample : kept) high.add(sample - middle, 1);
  std::size_t cut = 0;
  double least = HUGE_VAL;
  double distance = 0;
  for (std::size_t i = 0; i + 1 < kept.size(); ++i) {
    low.add(kept[i] - middle, 1);
    high.add(kept[i] - middle, -1);
    const double inside = low.count * low.variance() + high.count * high.variance();
    if (inside >= least) continue;
    least = inside;
    cut = i + 1;
    distance = distance_of(low, high);
  }
  const auto smallest = static_cast<double>(std::min(cut, kept.size() - cut));
  if (smallest < kLeastShare * static_cast<double>(kept.size())) return {};
  const Mode lower = mode_of(kept.first(cut), kept.size());
  const Mode upper = mode_of(kept.subspan(cut), kept.size());
  if (!(distance >= kLeastDistance) || upper.median_ns < kLeastApart * lower.median_ns) return {};
  return {lower, upper};
}

Noise noise_of(const Recording& recording) {
  const Samples samples = to_samples(recording.baseline_ns);
  Noise noise;
  noise.cv_percent = cv_percent(samples);
  noise.drift_percent = drift_percent(samples);
  noise.modes = modes_of(samples);
  noise.other_cores_busy = recording.load.other_cores_busy;
  noise.waiting_percent = recording.load.waiting_percent;
  noise.denormal_percent = denormal_percent(recording.denormals);
  return noise;
}

}  // namespace hookstat::reporting
