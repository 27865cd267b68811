#include "report/statistics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace hookstat::reporting {
namespace {

Samples one_to(std::size_t n) {
  Samples samples(n);
  std::iota(samples.begin(), samples.end(), 1.0);
  return samples;
}

TEST(Statistics, AreZeroWithoutSamples) { EXPECT_EQ(statistics_of({}), Statistics{}); }

TEST(Statistics, OfOneSampleAreThatSampleWithoutDeviation) {
  const Statistics one = statistics_of({7});
  EXPECT_EQ(one.count, 1);
  for (const double value : {one.min, one.p10, one.median, one.mean, one.p90, one.p99, one.max}) {
    EXPECT_DOUBLE_EQ(value, 7);
  }
  EXPECT_DOUBLE_EQ(one.stddev, 0);
  EXPECT_FALSE(one.median_ci95);
}

TEST(Statistics, InterpolateBetweenOrderStatistics) {
  const Statistics result = statistics_of({11, 1, 10, 2, 9, 3, 8, 4, 7, 5, 6});
  EXPECT_EQ(result.count, 11);
  EXPECT_DOUBLE_EQ(result.p10, 2);                           // position 0.1 x 10
  EXPECT_DOUBLE_EQ(result.median, 6);                        // position 5
  EXPECT_DOUBLE_EQ(result.p90, 10);                          // position 9
  EXPECT_DOUBLE_EQ(result.p99, 10.9);                        // position 9.9
  EXPECT_DOUBLE_EQ(statistics_of({1, 2, 4, 10}).median, 3);  // halfway between 2 and 4
}

TEST(Statistics, DeviationIsTheSamples) {
  // Mean 5, squares 9 + 1 + 1 + 9 = 20 over n - 1 = 3.
  EXPECT_DOUBLE_EQ(statistics_of({2, 4, 6, 8}).stddev, std::sqrt(20.0 / 3.0));
}

TEST(MedianInterval, EndsAreOrderStatistics) {
  EXPECT_EQ(median_interval({6, 5, 4, 3, 2, 1}), std::pair(1.0, 6.0));
  EXPECT_EQ(statistics_of(one_to(20)).median_ci95, std::pair(6.0, 15.0));
}

}  // namespace
}  // namespace hookstat::reporting
