#include "compare/time_change.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <numeric>

#include "core/student_t.h"
#include "report/statistics.h"

namespace hookstat::comparing {
namespace {

/// Of the logarithms.
struct Sample {
  double count = 0;
  double mean = 0;
  double squares = 0;  // of the distances from the mean
};

Sample sample_of(const std::vector<double>& times_ns) {
  Sample sample;
  sample.count = static_cast<double>(times_ns.size());
  for (const double ns : times_ns) sample.mean += std::log(ns) / sample.count;
  for (const double ns : times_ns) {
    const double distance = std::log(ns) - sample.mean;
    sample.squares += distance * distance;
  }
  return sample;
}

double percent_of_log(double log_ratio) { return 100 * std::expm1(log_ratio); }

void fill(double log_ratio, double error, double quantile, TimeChange& change) {
  change.percent_ci95 = {percent_of_log(log_ratio - quantile * error),
                         percent_of_log(log_ratio + quantile * error)};
}

/// One process a side: what its own runs say, as if processes did not differ.
void fill_from_runs(double log_ratio, const Times& base_times, const Times& new_times,
                    TimeChange& change) {
  if (!base_times.log_error || !new_times.log_error) return;
  constexpr double kQuantile = 1.96;
  const double error = std::hypot(*base_times.log_error, *new_times.log_error);
  fill(log_ratio, error, kQuantile, change);
  change.p_value = error > 0 ? std::erfc(std::abs(log_ratio) / error / std::numbers::sqrt2)
                             : (log_ratio == 0 ? 1.0 : 0.0);
}

}  // namespace

TimeChange time_change(const Times& base_times, const Times& new_times) {
  TimeChange change;
  const auto all_positive = [](const Times& times) {
    return !times.ns.empty() && std::ranges::all_of(times.ns, [](double ns) { return ns > 0; });
  };
  if (!all_positive(base_times) || !all_positive(new_times)) {
    change.base_ns = reporting::mean_of(base_times.ns);
    change.new_ns = reporting::mean_of(new_times.ns);
    return change;
  }
  const Sample a = sample_of(base_times.ns);
  const Sample b = sample_of(new_times.ns);
  change.base_ns = std::exp(a.mean);
  change.new_ns = std::exp(b.mean);
  const double log_ratio = b.mean - a.mean;
  change.percent = percent_of_log(log_ratio);
  const double degrees = a.count + b.count - 2;
  if (degrees < 1) {
    fill_from_runs(log_ratio, base_times, new_times, change);
    return change;
  }
  constexpr double kUpper = 0.975;
  const double variance = (a.squares + b.squares) / degrees;
  const double error = std::sqrt(variance * (1 / a.count + 1 / b.count));
  fill(log_ratio, error, student_t_quantile(kUpper, degrees), change);
  change.p_value =
      error > 0 ? student_t_two_sided(log_ratio / error, degrees) : (log_ratio == 0 ? 1.0 : 0.0);
  return change;
}

bool is_large(const TimeChange& change) {
  constexpr double kLeastPercent = 1;
  return change.percent && std::abs(*change.percent) >= kLeastPercent;
}

Verdict direction_of(const TimeChange& change) {
  return *change.percent > 0 ? Verdict::kSlower : Verdict::kFaster;
}

std::vector<bool> holm(const std::vector<double>& p_values, double level) {
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return p_values[i]; });
  std::vector<bool> rejected(p_values.size(), false);
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const auto left = static_cast<double>(order.size() - rank);
    if (p_values[order[rank]] > level / left) break;
    rejected[order[rank]] = true;
  }
  return rejected;
}

}  // namespace hookstat::comparing
