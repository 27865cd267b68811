#include "hookstat/clock.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string_view>
#include <thread>

namespace hookstat::testing {
namespace {

using std::chrono::milliseconds;

TEST(HostClock, DoesNotGoBackwards) {
  std::int64_t last = HostClock::ticks();
  for (int i = 0; i < 200'000; ++i) {
    const std::int64_t now = HostClock::ticks();
    ASSERT_GE(now, last) << "after " << i << " readings";
    last = now;
  }
}

TEST(HostClock, DoesNotGoBackwardsFromOneThreadToTheNext) {
  std::int64_t last = HostClock::ticks();
  for (int i = 0; i < 50; ++i) {
    std::int64_t now = 0;
    std::thread([&now] { now = HostClock::ticks(); }).join();
    ASSERT_GE(now, last) << "in thread " << i;
    last = HostClock::ticks();
    ASSERT_GE(last, now) << "after thread " << i;
  }
}

TEST(HostClock, GoesOnWhileAThreadSleeps) {
  const std::int64_t before = HostClock::ticks();
  std::this_thread::sleep_for(milliseconds(1));
  EXPECT_GT(HostClock::ticks(), before);
}

TEST(HostClock, NamesTheClockThatItReads) {
  const std::string_view name = HostClock::name();
  if (name == "tsc") return;
  ASSERT_EQ(name, "steady_clock");
  const std::int64_t before = HostClock::steady_ns();
  const std::int64_t ticks = HostClock::ticks();
  EXPECT_GE(ticks, before);
  EXPECT_LE(ticks, HostClock::steady_ns());
}

TEST(HostClock, SteadyNanosecondsAreThoseOfSteadyClock) {
  const auto steady_clock_ns = [] {
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
  };
  const std::int64_t before = steady_clock_ns();
  const std::int64_t between = HostClock::steady_ns();
  EXPECT_LE(before, between);
  EXPECT_LE(between, steady_clock_ns());
}

/// A span of time by the converter over the same span by steady_clock, less 1.
double deviation_of(const TickConverter& converter, milliseconds span) {
  const std::int64_t from_ns = HostClock::steady_ns();
  const std::int64_t from = HostClock::ticks();
  std::this_thread::sleep_for(span);
  const std::int64_t to = HostClock::ticks();
  const std::int64_t to_ns = HostClock::steady_ns();
  return static_cast<double>(converter.elapsed_ns(from, to)) /
             static_cast<double>(to_ns - from_ns) -
         1;
}

/// The least deviation of several attempts: a busy machine may stop the test between two readings
/// of clocks that belong together, but not each time.
double least_deviation(milliseconds before_calibration, int calibrations) {
  double least = 1;
  for (int attempt = 0; attempt < 10 && least > 0.001; ++attempt) {
    TickConverter converter;
    std::this_thread::sleep_for(before_calibration);
    for (int i = 0; i < calibrations; ++i) converter.calibrate();
    least = std::min(least, std::abs(deviation_of(converter, milliseconds(20))));
  }
  return least;
}

TEST(TickConverter, AgreesWithSteadyClock) {
  EXPECT_LT(least_deviation(milliseconds(20), 1), 0.01);
}

TEST(TickConverter, AgreesWithSteadyClockWithoutWorkBeforeCalibration) {
  EXPECT_LT(least_deviation(milliseconds(0), 1), 0.01);
}

TEST(TickConverter, MayBeCalibratedAgain) { EXPECT_LT(least_deviation(milliseconds(0), 2), 0.01); }

TEST(TickConverter, TakesNoTimeFromAMomentToItself) {
  TickConverter converter;
  converter.calibrate();
  const std::int64_t now = HostClock::ticks();
  EXPECT_EQ(converter.elapsed_ns(now, now), 0);
}

TEST(TickConverter, CountsBackwardsAsNegative) {
  TickConverter converter;
  converter.calibrate();
  const std::int64_t from = HostClock::ticks();
  const std::int64_t to = from + 1'000'000'000;
  EXPECT_GT(converter.elapsed_ns(from, to), 0);
  EXPECT_EQ(converter.elapsed_ns(to, from), -converter.elapsed_ns(from, to));
}

}  // namespace
}  // namespace hookstat::testing
