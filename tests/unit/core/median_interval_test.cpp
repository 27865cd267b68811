#include "core/median_interval.h"

#include <gtest/gtest.h>

namespace hookstat {
namespace {

TEST(MedianInterval, IsUnknownBelowSixSamples) {
  for (std::size_t n = 0; n < 6; ++n) EXPECT_FALSE(median_interval_rank(n)) << n;
}

TEST(MedianInterval, RanksAreTheTabledOnes) {
  // Conover, Practical Nonparametric Statistics: the narrowest symmetric ranks of at least 95 %.
  EXPECT_EQ(median_interval_rank(6), 1U);     // 1 - 2/64 = 96.9 %
  EXPECT_EQ(median_interval_rank(8), 1U);     // rank 2: 1 - 18/256 = 93.0 %
  EXPECT_EQ(median_interval_rank(9), 2U);     // 1 - 20/512 = 96.1 %
  EXPECT_EQ(median_interval_rank(10), 2U);    // 1 - 22/1024 = 97.9 %
  EXPECT_EQ(median_interval_rank(20), 6U);    // 95.9 %
  EXPECT_EQ(median_interval_rank(100), 40U);  // 96.5 %
}

TEST(MedianInterval, HoldsForManySamples) {
  // About n/2 - 0.98 sqrt(n), where 2^-n has long underflowed.
  const auto rank = median_interval_rank(10'000);
  ASSERT_TRUE(rank);
  EXPECT_NEAR(static_cast<double>(*rank), 5000 - 98, 2);
}

TEST(MedianInterval, IsWithinAShareWhereBothEndsAre) {
  EXPECT_FALSE(is_median_within({100, 100, 100, 100, 100}, 0.5));
  EXPECT_TRUE(is_median_within({100, 100, 100, 100, 100, 101}, 0.01));
  EXPECT_FALSE(is_median_within({100, 100, 100, 100, 100, 102}, 0.01));
  EXPECT_FALSE(is_median_within({98, 100, 100, 100, 100, 100}, 0.01));
  // Of ten the second and the ninth: one outlier a side is outside.
  EXPECT_TRUE(is_median_within({1, 100, 100, 100, 100, 100, 100, 100, 100, 900}, 0.01));
}

}  // namespace
}  // namespace hookstat
