#include "plan/sample_schedule.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace hookstat {
namespace {

struct Sample {
  std::int64_t call;
  SampleKind kind;
};

std::vector<Sample> samples_of(SampleSchedule schedule, std::int64_t calls) {
  std::vector<Sample> samples;
  while (schedule.next() <= calls) {
    samples.push_back({schedule.next(), schedule.kind()});
    schedule.advance();
  }
  return samples;
}

TEST(SampleSchedule, HooksEachCallWhereThatIsWanted) {
  const auto samples = samples_of({1, 7}, 50);
  ASSERT_EQ(samples.size(), 50U);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    EXPECT_EQ(samples[i].call, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(samples[i].kind, SampleKind::kHooked);
  }
}

TEST(SampleSchedule, HasOneOfEachKindInEachBlock) {
  for (const std::int64_t every : {2, 3, 10, 100}) {
    const auto samples = samples_of({every, 1}, 200 * every);
    ASSERT_EQ(samples.size(), 400U) << every;
    std::vector<int> hooked(200);
    std::vector<int> plain(200);
    std::int64_t before = 0;
    for (const Sample& sample : samples) {
      EXPECT_GT(sample.call, before);
      before = sample.call;
      auto& kind = sample.kind == SampleKind::kHooked ? hooked : plain;
      ++kind[static_cast<std::size_t>((sample.call - 1) / every)];
    }
    EXPECT_EQ(hooked, std::vector<int>(200, 1)) << every;
    EXPECT_EQ(plain, std::vector<int>(200, 1)) << every;
  }
}

TEST(SampleSchedule, ReachesEveryPlaceOfABlock) {
  constexpr std::int64_t kEvery = 10;
  std::set<std::int64_t> hooked;
  std::set<std::int64_t> plain;
  for (const Sample& sample : samples_of({kEvery, 3}, 500 * kEvery)) {
    (sample.kind == SampleKind::kHooked ? hooked : plain).insert(sample.call % kEvery);
  }
  EXPECT_EQ(hooked.size(), 10U);
  EXPECT_EQ(plain.size(), 10U);
}

TEST(SampleSchedule, BeginsAnywhereInTheBlock) {
  std::vector<int> places(10);
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    SampleSchedule schedule(10, seed);
    while (schedule.kind() != SampleKind::kHooked) schedule.advance();
    ++places[static_cast<std::size_t>(schedule.next() - 1)];
  }
  for (const int count : places) EXPECT_NEAR(count, 100, 50);
}

TEST(SampleSchedule, DiffersBetweenThreads) {
  const auto one = samples_of({100, 1}, 10'000);
  const auto other = samples_of({100, 2}, 10'000);
  std::size_t same = 0;
  for (std::size_t i = 0; i < one.size(); ++i) same += one[i].call == other[i].call ? 1U : 0U;
  EXPECT_LT(same, 20U);
}

}  // namespace
}  // namespace hookstat
