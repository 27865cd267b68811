#include "record/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace hookstat {
namespace {

constexpr int kBits = 6;
constexpr std::size_t kPerPower = std::size_t{1} << kBits;
constexpr std::int64_t kLongest = (std::int64_t{1} << 44) - 1;  // 4.9 hours

/// Durations below 64 ns have a bucket each; then each power of two has 64.
std::size_t bucket_of(std::int64_t ns) {
  const auto value = static_cast<std::uint64_t>(ns);
  const int power = static_cast<int>(std::bit_width(value | 1)) - 1;
  if (power < kBits) return static_cast<std::size_t>(value);
  const auto shift = static_cast<std::size_t>(power - kBits);
  return (shift + 1) * kPerPower + static_cast<std::size_t>((value >> shift) - kPerPower);
}

/// The shortest duration in a bucket.
std::int64_t lower_end(std::size_t bucket) {
  const std::size_t shift = std::max<std::size_t>(bucket / kPerPower, 1) - 1;
  const std::size_t within = bucket < kPerPower ? bucket : bucket % kPerPower + kPerPower;
  return static_cast<std::int64_t>(within << shift);
}

}  // namespace

void Histogram::add(std::int64_t ns) {
  ns = std::clamp<std::int64_t>(ns, 0, kLongest);
  const std::size_t bucket = bucket_of(ns);
  const std::size_t block = bucket / kPerPower * kPerPower;
  if (buckets_.empty()) first_ = block;
  if (block < first_) {
    buckets_.insert(buckets_.begin(), first_ - block, 0);
    first_ = block;
  }
  if (bucket >= first_ + buckets_.size()) buckets_.resize(block + kPerPower - first_);
  ++buckets_[bucket - first_];

  min_ = count_ == 0 ? ns : std::min(min_, ns);
  max_ = std::max(max_, ns);
  ++count_;
  const auto value = static_cast<double>(ns);
  sum_ += value;
  const double before = value - mean_;
  mean_ += before / static_cast<double>(count_);
  squares_ += before * (value - mean_);
}

double Histogram::stddev_ns() const noexcept {
  return count_ < 2 ? 0 : std::sqrt(squares_ / static_cast<double>(count_ - 1));
}

double Histogram::quantile_ns(double q) const {
  if (count_ == 0) return 0;
  const double position = q * static_cast<double>(count_ - 1);
  double before = 0;  // durations in the buckets before
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    const auto here = static_cast<double>(buckets_[i]);
    if (here == 0 || position >= before + here) {
      before += here;
      continue;
    }
    const auto low = static_cast<double>(lower_end(first_ + i));
    const auto high = static_cast<double>(lower_end(first_ + i + 1) - 1);
    return std::clamp((low + high) / 2, min_ns(), max_ns());
  }
  return max_ns();
}

std::int64_t Histogram::count_up_to(std::int64_t ns) const {
  std::int64_t count = 0;
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    if (lower_end(first_ + i + 1) - 1 > ns) break;
    count += buckets_[i];
  }
  return count;
}

}  // namespace hookstat
