#include "core/student_t.h"

#include <gtest/gtest.h>

#include <limits>

namespace hookstat {
namespace {

TEST(StudentT, QuantilesAreTheTabledOnes) {
  EXPECT_NEAR(student_t_quantile(0.975, 1), 12.706, 5e-4);
  EXPECT_NEAR(student_t_quantile(0.975, 4), 2.776, 5e-4);
  EXPECT_NEAR(student_t_quantile(0.995, 8), 3.355, 5e-4);
  EXPECT_NEAR(student_t_quantile(0.975, 1e6), 1.960, 5e-4);
  EXPECT_DOUBLE_EQ(student_t_quantile(0.025, 4), -student_t_quantile(0.975, 4));
}

TEST(StudentT, TailsAreThoseOfTheQuantiles) {
  for (const double degrees : {1.0, 2.5, 8.0, 100.0}) {
    EXPECT_NEAR(student_t_two_sided(student_t_quantile(0.975, degrees), degrees), 0.05, 1e-12);
    EXPECT_NEAR(student_t_two_sided(student_t_quantile(0.005, degrees), degrees), 0.01, 1e-12);
  }
  EXPECT_DOUBLE_EQ(student_t_two_sided(0, 3), 1);
  EXPECT_DOUBLE_EQ(student_t_two_sided(std::numeric_limits<double>::infinity(), 3), 0);
}

}  // namespace
}  // namespace hookstat
