#include "plan/warm_up.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "hookstat/error.h"

namespace hookstat::testing {
namespace {

constexpr std::int64_t kMs = 1'000'000;

/// Makes rounds of calls that take `latency_ns(round)` until it is done; returns how many.
std::int64_t rounds_until_done(WarmUp& warm_up,
                               const std::function<std::int64_t(std::int64_t)>& latency_ns) {
  std::int64_t round = 0;
  for (; !warm_up.is_done(); ++round) warm_up.add(latency_ns(round), latency_ns(round));
  return round;
}

TEST(WarmUp, MakesAsManyRoundsAsAskedTheLastIncluded) {
  WarmUp five(5);
  EXPECT_EQ(rounds_until_done(five, [](std::int64_t) { return kMs; }), 4);
  EXPECT_TRUE(five.has_last());
  EXPECT_EQ(five.rounds(), 5);
  EXPECT_TRUE(five.is_settled());

  WarmUp one(1);
  one.add(kMs, kMs);
  EXPECT_TRUE(one.is_done());
  EXPECT_FALSE(one.has_last());
  EXPECT_EQ(one.rounds(), 1);
}

TEST(WarmUp, RefusesFewerThanOne) {
  EXPECT_THROW(WarmUp(0), InputError);
  try {
    const WarmUp negative(-3);
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "--warmup -3: must be at least 1");
  }
}

TEST(WarmUp, GoesOnWhileCallsGetFaster) {
  WarmUp warm_up(std::nullopt);
  // Twenty rounds each 5 % faster than the one before, then steady: two more show it.
  const auto latency_ns = [](std::int64_t round) {
    double ms = 100;
    for (std::int64_t i = 0; i < std::min<std::int64_t>(round, 20); ++i) ms *= 0.95;
    return static_cast<std::int64_t>(ms * static_cast<double>(kMs));
  };
  EXPECT_EQ(rounds_until_done(warm_up, latency_ns), 21 + 2);
  EXPECT_TRUE(warm_up.is_settled());
}

TEST(WarmUp, WatchesBothVariants) {
  WarmUp warm_up(std::nullopt);
  std::int64_t hooked_ns = 400 * kMs;
  warm_up.add(100 * kMs, hooked_ns);
  for (int i = 0; i < 4; ++i) {
    hooked_ns = hooked_ns * 9 / 10;
    warm_up.add(100 * kMs, hooked_ns);
    EXPECT_FALSE(warm_up.is_done());
  }
}

TEST(WarmUp, TakesOneQuietRoundThatIsLong) {
  WarmUp warm_up(std::nullopt);
  EXPECT_EQ(rounds_until_done(warm_up, [](std::int64_t) { return 200 * kMs; }), 2);
}

TEST(WarmUp, GivesAFastModel50Milliseconds) {
  WarmUp warm_up(std::nullopt);
  EXPECT_EQ(rounds_until_done(warm_up, [](std::int64_t) { return kMs / 10; }), 250);
}

TEST(WarmUp, LearnsNothingFromTheColdRound) {
  WarmUp warm_up(std::nullopt);
  warm_up.add_cold();
  warm_up.add(200 * kMs, 200 * kMs);
  EXPECT_FALSE(warm_up.is_done());
  warm_up.add(200 * kMs, 200 * kMs);
  EXPECT_TRUE(warm_up.is_done());
  EXPECT_EQ(warm_up.rounds(), 4);
}

TEST(WarmUp, GivesNoSlowModelUpBeforeItHasComparedTwoRounds) {
  WarmUp warm_up(std::nullopt);
  warm_up.add_cold();
  EXPECT_EQ(rounds_until_done(warm_up, [](std::int64_t) { return 3'000 * kMs; }), 2);
  EXPECT_TRUE(warm_up.is_settled());
}

TEST(WarmUp, GivesUpAfterFiveSecondsAndSaysSo) {
  WarmUp warm_up(std::nullopt);
  std::int64_t latency_ns = 1'000 * kMs;
  const std::int64_t rounds =
      rounds_until_done(warm_up, [&](std::int64_t) { return latency_ns = latency_ns * 9 / 10; });
  EXPECT_LT(rounds, 5);
  EXPECT_FALSE(warm_up.is_settled());
}

TEST(WarmUp, GivesUpAfterAThousandRounds) {
  WarmUp warm_up(std::nullopt);
  EXPECT_EQ(rounds_until_done(warm_up, [](std::int64_t) { return 10; }), 1'000);
}

TEST(WarmUp, ProgressNeverFalls) {
  WarmUp warm_up(std::nullopt);
  double before = 0;
  while (!warm_up.is_done()) {
    warm_up.add(kMs, kMs);
    EXPECT_GE(warm_up.progress(), before);
    before = warm_up.progress();
  }
  EXPECT_EQ(before, 1.0);
}

}  // namespace
}  // namespace hookstat::testing
