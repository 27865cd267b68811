// From which value on a layer no longer gains what it should.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "sweep/scaling.h"

namespace hookstat::sweep::testing {
namespace {

std::vector<OwnTime> times(const std::vector<double>& medians_ns) {
  std::vector<OwnTime> times;
  times.reserve(medians_ns.size());
  for (const double median_ns : medians_ns) times.push_back({median_ns, std::nullopt});
  return times;
}

TEST(StopsAt, TheFirstNumberOfThreadsThatGivesLessThanHalf) {
  const std::vector<std::int64_t> threads{1, 2, 4};
  EXPECT_EQ(stops_at("threads", threads, times({100, 50, 25})), std::nullopt);
  EXPECT_EQ(stops_at("threads", threads, times({100, 66, 44})), std::nullopt)
      << "1.5 times as fast each";
  EXPECT_EQ(stops_at("threads", threads, times({100, 68, 30})), 2);
  EXPECT_EQ(stops_at("threads", threads, times({100, 50, 49})), 4);
  // From 2 to 8 the ideal is four times, so half of the gain is 2.5 times.
  EXPECT_EQ(stops_at("threads", {2, 8}, times({100, 41})), 8);
  EXPECT_EQ(stops_at("threads", {2, 8}, times({100, 39})), std::nullopt);
}

TEST(StopsAt, TheFirstBatchInWhichAnItemTakesAsLong) {
  const std::vector<std::int64_t> batch{1, 4, 8};
  EXPECT_EQ(stops_at("batch", batch, times({100, 200, 300})), std::nullopt);
  EXPECT_EQ(stops_at("batch", batch, times({100, 390, 500})), 4) << "97.5 an item";
  EXPECT_EQ(stops_at("batch", batch, times({100, 200, 400})), 8);
}

TEST(StopsAt, NothingIsKnownOfATimeOfZero) {
  EXPECT_EQ(stops_at("threads", {1, 2}, times({0, 5})), std::nullopt);
  EXPECT_EQ(stops_at("threads", {1, 2}, times({5, 0})), std::nullopt);
  EXPECT_EQ(stops_at("threads", {1}, times({5})), std::nullopt);
}

// Twice the threads pay where the time falls to less than two thirds of it.
TEST(StopsAt, OnlyWhatSurelyDoesNotPay) {
  const auto stop = [](const OwnTime& before, const OwnTime& after) {
    return stops_at("threads", {1, 2}, {before, after});
  };
  using Interval = std::pair<double, double>;
  EXPECT_EQ(stop({100, Interval(90, 110)}, {80, Interval(75, 85)}), 2) << "110 / 75 at most";
  EXPECT_EQ(stop({100, Interval(90, 115)}, {80, Interval(75, 85)}), std::nullopt);
  EXPECT_EQ(stop({100, Interval(90, 110)}, {80, Interval(70, 85)}), std::nullopt);
  EXPECT_EQ(stop({100, {}}, {80, Interval(60, 85)}), std::nullopt);
  EXPECT_EQ(stop({100, {}}, {80, Interval(70, 85)}), 2);
  EXPECT_EQ(stop({100, Interval(90, 110)}, {80, {}}), 2);
  EXPECT_EQ(stop({100, Interval(90, 130)}, {80, {}}), std::nullopt);
  EXPECT_EQ(stop({100, {}}, {80, Interval(-5, 165)}), std::nullopt) << "of few processes";
  // In a batch of four items each may take 95 % of the time.
  EXPECT_EQ(stops_at("batch", {1, 4}, {{100, {}}, {395, Interval(375, 410)}}), std::nullopt);
  EXPECT_EQ(stops_at("batch", {1, 4}, {{100, {}}, {395, Interval(385, 410)}}), 4);
}

// Wider intervals never make a value one that does not pay, and none of no width changes anything.
TEST(StopsAt, NeverSoonerForKnowingLess) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> step(0.4, 1.1);
  std::uniform_real_distribution<double> width(0, 0.3);
  const std::vector<std::int64_t> values{1, 2, 4, 8};
  int later = 0;
  for (int round = 0; round < 2000; ++round) {
    std::vector<OwnTime> narrow;
    double median = 1000;
    for (std::size_t i = 0; i < values.size(); ++i) {
      narrow.push_back({median, std::pair(median, median)});
      median *= step(random);
    }
    std::vector<OwnTime> wide = narrow;
    std::vector<OwnTime> plain = narrow;
    for (OwnTime& time : wide) {
      time.median_ci95_ns = {time.median_ns * (1 - width(random)),
                             time.median_ns * (1 + width(random))};
    }
    for (OwnTime& time : plain) time.median_ci95_ns.reset();
    constexpr std::int64_t kNever = 99;
    const auto known = stops_at("threads", values, narrow).value_or(kNever);
    const auto unsure = stops_at("threads", values, wide).value_or(kNever);
    ASSERT_GE(unsure, known);
    ASSERT_EQ(stops_at("threads", values, plain).value_or(kNever), known);
    if (unsure > known) ++later;
  }
  EXPECT_GT(later, 100);
}

}  // namespace
}  // namespace hookstat::sweep::testing
