#include "plan/run_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>

#include "hookstat/error.h"

namespace hookstat::testing {
namespace {

constexpr std::int64_t kMs = 1'000'000;

/// Rounds until it has enough, where a call takes `latency_ns(round)` and a round twice that.
std::size_t rounds_of(const ProfileOptions& options,
                      const std::function<std::int64_t(std::size_t)>& latency_ns) {
  RunPlan plan(options);
  std::vector<std::int64_t> latencies_ns;
  std::int64_t elapsed_ns = 0;
  do {
    latencies_ns.push_back(latency_ns(latencies_ns.size()));
    elapsed_ns += 2 * latencies_ns.back();
  } while (plan.progress(latencies_ns, latencies_ns, elapsed_ns) < 1);
  return latencies_ns.size();
}

std::int64_t steady(std::size_t /*round*/) { return 10 * kMs; }

/// Half of the calls are a tenth slower.
std::int64_t unsteady(std::size_t round) { return (round % 2 == 0 ? 10 : 11) * kMs; }

std::string complaint_about(const ProfileOptions& options) {
  try {
    const RunPlan plan(options);
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing";
}

TEST(RunPlan, MakesAsManyRunsAsAsked) {
  ProfileOptions options;
  options.runs = 3;
  EXPECT_EQ(rounds_of(options, unsteady), 3U);
  EXPECT_EQ(RunPlan(options).max_time_s(), 0);
}

TEST(RunPlan, GoesOnForAsLongAsAsked) {
  ProfileOptions options;
  options.min_time_s = 0.5;
  EXPECT_EQ(rounds_of(options, steady), 25U);
  options.runs = 40;
  EXPECT_EQ(rounds_of(options, steady), 40U);
  options.runs.reset();
  options.min_time_s = 0.1;
  EXPECT_EQ(rounds_of(options, steady), 10U);  // as many at least
}

TEST(RunPlan, StopsWhenTheMedianIsKnownWithinOnePercent) {
  EXPECT_EQ(rounds_of({}, steady), 10U);
  // 1, 2, 3 ... percent off in turn: the interval comes close to the median only by and by.
  const auto spread = [](std::size_t round) {
    return static_cast<std::int64_t>(round * 7 % 15) * kMs / 10 + 10 * kMs;
  };
  const std::size_t rounds = rounds_of({}, spread);
  EXPECT_GT(rounds, 10U);
  EXPECT_LT(rounds, 500U);  // 10 s
}

TEST(RunPlan, StopsAtItsTimeLimitWhereTheMedianStaysUnknown) {
  EXPECT_EQ(RunPlan(ProfileOptions{}).max_time_s(), 10);
  EXPECT_EQ(rounds_of({}, unsteady), 477U);  // of 21 ms: the first after 10 s
  ProfileOptions options;
  options.max_time_s = 1;
  EXPECT_EQ(rounds_of(options, unsteady), 48U);
  options.max_time_s = 0;
  EXPECT_EQ(rounds_of(options, unsteady), 10U);
}

TEST(RunPlan, MakesTenRunsOfASlowModel) {
  EXPECT_EQ(rounds_of({},
                      [](std::size_t round) {
                        return static_cast<std::int64_t>(2 + round % 2) * 1'000 * kMs;
                      }),
            10U);
}

TEST(RunPlan, NamesTheOptionThatCannotBe) {
  ProfileOptions options;
  options.runs = 0;
  EXPECT_EQ(complaint_about(options), "--runs 0: must be at least 1");
  options = {};
  options.min_time_s = -1;
  EXPECT_EQ(complaint_about(options), "--min-time: must be a number of seconds, 0 or more");
  options = {};
  options.max_time_s = std::numeric_limits<double>::infinity();
  EXPECT_EQ(complaint_about(options), "--max-time: must be a number of seconds, 0 or more");
  options = {};
  options.threads = 2000;
  EXPECT_EQ(complaint_about(options), "--threads 2000: must be at most 1024");
  options = {};
  options.interop_threads = -1;
  EXPECT_EQ(complaint_about(options), "--interop-threads -1: must be at least 0");
}

}  // namespace
}  // namespace hookstat::testing
