#include "report/merge_statistics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/student_t.h"
#include "report/statistics.h"

namespace hookstat::reporting {
namespace {

/// The greater of two, of which each may be unknown.
void raise(std::optional<double>& greatest, const std::optional<double>& value) {
  if (value && (!greatest || std::abs(*value) > std::abs(*greatest))) greatest = value;
}

/// Of all samples together: the spread inside the processes and that between their means.
double deviation_of_all(const std::vector<Statistics>& processes, double mean_of_all,
                        double count) {
  double squares = 0;
  for (const Statistics& s : processes) {
    const auto n = static_cast<double>(s.count);
    squares += (n - 1) * s.stddev * s.stddev + n * (s.mean - mean_of_all) * (s.mean - mean_of_all);
  }
  return count < 2 ? 0.0 : std::sqrt(squares / (count - 1));
}

}  // namespace

std::optional<std::pair<double, double>> mean_interval(const std::vector<double>& values) {
  if (values.size() < 2) return std::nullopt;
  const auto n = static_cast<double>(values.size());
  const double center = mean_of(values);
  double squares = 0;
  for (const double value : values) squares += (value - center) * (value - center);
  const double error = std::sqrt(squares / (n - 1) / n);
  constexpr double kUpper = 0.975;
  const double half = student_t_quantile(kUpper, n - 1) * error;
  return std::pair{center - half, center + half};
}

Statistics merged(const std::vector<Statistics>& all) {
  std::vector<Statistics> processes;
  std::ranges::copy_if(all, std::back_inserter(processes),
                       [](const Statistics& s) { return s.count > 0; });
  Statistics result;
  if (processes.empty()) return result;
  double sum = 0;
  result.min = processes.front().min;
  result.max = processes.front().max;
  for (const Statistics& s : processes) {
    result.count += s.count;
    sum += static_cast<double>(s.count) * s.mean;
    result.min = std::min(result.min, s.min);
    result.max = std::max(result.max, s.max);
  }
  const auto count = static_cast<double>(result.count);
  result.mean = sum / count;
  result.stddev = deviation_of_all(processes, result.mean, count);
  result.p10 = mean_of(each(processes, &Statistics::p10));
  result.median = mean_of(each(processes, &Statistics::median));
  result.p90 = mean_of(each(processes, &Statistics::p90));
  result.p99 = mean_of(each(processes, &Statistics::p99));
  result.median_ci95 = mean_interval(each(processes, &Statistics::median));
  return result;
}

Overhead merged(const std::vector<Overhead>& processes) {
  Overhead result;
  if (processes.empty()) return result;
  result = processes.front();
  const std::vector<double> percents = each(processes, &Overhead::percent);
  result.percent = mean_of(percents);
  result.percent_ci95 = mean_interval(percents);
  std::vector<double> per_call;
  for (const Overhead& overhead : processes) {
    if (overhead.ns_per_call) per_call.push_back(*overhead.ns_per_call);
  }
  if (!per_call.empty()) result.ns_per_call = mean_of(per_call);
  return result;
}

Noise worst(const std::vector<Noise>& processes) {
  Noise result;
  for (const Noise& noise : processes) {
    raise(result.cv_percent, noise.cv_percent);
    raise(result.drift_percent, noise.drift_percent);
    raise(result.other_cores_busy, noise.other_cores_busy);
    raise(result.waiting_percent, noise.waiting_percent);
    raise(result.denormal_percent, noise.denormal_percent);
    if (result.modes.empty()) result.modes = noise.modes;
  }
  return result;
}

}  // namespace hookstat::reporting
