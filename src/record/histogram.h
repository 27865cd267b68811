// Durations by size, in memory that does not grow with their number.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hookstat {

/// Counts nanoseconds in buckets that are 1/64 of a power of two wide, so a quantile is off by 0.8
/// % at most (the log-linear buckets of HdrHistogram, Tene 2012, with six bits). Number, sum, mean,
/// deviation and extremes are exact. Takes at most 20 KiB, and as a rule one or two: only the
/// powers of two that occurred have buckets. Not thread-safe.
class Histogram {
 public:
  /// Negative durations count as 0, those above four hours as that.
  void add(std::int64_t ns);

  [[nodiscard]] std::int64_t count() const noexcept { return count_; }
  [[nodiscard]] double sum_ns() const noexcept { return sum_; }
  /// All of them 0 without durations.
  [[nodiscard]] double min_ns() const noexcept { return static_cast<double>(min_); }
  [[nodiscard]] double max_ns() const noexcept { return static_cast<double>(max_); }
  [[nodiscard]] double mean_ns() const noexcept { return mean_; }
  /// Of the sample (n - 1); 0 for one.
  [[nodiscard]] double stddev_ns() const noexcept;
  /// The duration at position `q` (n - 1) of all, sorted; `q` from 0 to 1.
  [[nodiscard]] double quantile_ns(double q) const;
  /// How many were at most that long: exact where a bucket ends there, else of the buckets that lie
  /// below it whole.
  [[nodiscard]] std::int64_t count_up_to(std::int64_t ns) const;

 private:
  std::int64_t count_ = 0;
  std::int64_t min_ = 0;
  std::int64_t max_ = 0;
  double sum_ = 0;
  double mean_ = 0;
  double squares_ = 0;     // of the differences to the mean (Welford 1962)
  std::size_t first_ = 0;  // bucket number of the first that is kept
  std::vector<std::int64_t> buckets_;
};

}  // namespace hookstat
