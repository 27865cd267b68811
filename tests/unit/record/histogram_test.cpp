#include "record/histogram.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

namespace hookstat {
namespace {

std::vector<std::int64_t> durations(double mean_log, double deviation, std::size_t count) {
  std::mt19937_64 random(1);
  std::lognormal_distribution<double> distribution(mean_log, deviation);
  std::vector<std::int64_t> values(count);
  for (auto& value : values) value = static_cast<std::int64_t>(distribution(random));
  return values;
}

TEST(Histogram, OfNothingIsAllZero) {
  const Histogram none;
  EXPECT_EQ(none.count(), 0);
  EXPECT_EQ(none.mean_ns(), 0);
  EXPECT_EQ(none.stddev_ns(), 0);
  EXPECT_EQ(none.quantile_ns(0.5), 0);
  EXPECT_EQ(none.max_ns(), 0);
  EXPECT_EQ(none.count_up_to(1'000), 0);
}

TEST(Histogram, OfOneDurationHasItEverywhere) {
  Histogram one;
  one.add(123'456'789);
  for (const double q : {0.0, 0.5, 0.99, 1.0}) EXPECT_EQ(one.quantile_ns(q), 123'456'789) << q;
  EXPECT_EQ(one.min_ns(), 123'456'789);
  EXPECT_EQ(one.max_ns(), 123'456'789);
  EXPECT_EQ(one.stddev_ns(), 0);
}

TEST(Histogram, HasExactMomentsAndQuantilesWithinABucket) {
  for (const double mean_log : {2.0, 8.0, 14.0, 20.0}) {
    std::vector<std::int64_t> values = durations(mean_log, 1.0, 20'000);
    Histogram histogram;
    for (const std::int64_t value : values) histogram.add(value);
    std::ranges::sort(values);
    const double count = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
    double squares = 0;
    for (const auto value : values) squares += std::pow(static_cast<double>(value) - mean, 2);
    EXPECT_EQ(histogram.count(), 20'000);
    EXPECT_EQ(histogram.min_ns(), values.front());
    EXPECT_EQ(histogram.max_ns(), values.back());
    EXPECT_NEAR(histogram.mean_ns(), mean, 1e-9 * mean);
    EXPECT_NEAR(histogram.sum_ns(), mean * count, 1e-9 * mean * count);
    EXPECT_NEAR(histogram.stddev_ns(), std::sqrt(squares / (count - 1)), 1e-6 * mean);
    for (const double q : {0.01, 0.1, 0.5, 0.9, 0.99}) {
      const auto exact =
          static_cast<double>(values[static_cast<std::size_t>(std::llround(q * (count - 1)))]);
      EXPECT_NEAR(histogram.quantile_ns(q), exact, exact / 128 + 1) << mean_log << ' ' << q;
    }
  }
}

TEST(Histogram, CountsWhatIsShorter) {
  Histogram histogram;
  for (std::int64_t ns = 1; ns <= 4'096; ++ns) histogram.add(ns);
  EXPECT_EQ(histogram.count_up_to(0), 0);
  EXPECT_EQ(histogram.count_up_to(63), 63);
  EXPECT_EQ(histogram.count_up_to(2'047), 2'047);
  EXPECT_EQ(histogram.count_up_to(2'048), 2'047) << "a bucket of which this is not the end";
  EXPECT_EQ(histogram.count_up_to(1'000'000), 4'096);
}

TEST(Histogram, TakesDurationsOutOfRange) {
  Histogram histogram;
  histogram.add(-5);
  histogram.add(std::int64_t{1} << 60);
  EXPECT_EQ(histogram.count(), 2);
  EXPECT_EQ(histogram.min_ns(), 0);
  EXPECT_GT(histogram.max_ns(), 4.0 * 3'600e9);
  EXPECT_GT(histogram.quantile_ns(1.0), 4.0 * 3'600e9);
}

}  // namespace
}  // namespace hookstat
