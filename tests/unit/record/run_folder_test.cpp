#include "record/run_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::vector<CallSite> kSites = {{0, "forward", false}, {1, "forward", false}};

CallSpan span(SiteId site, std::int32_t parent, std::int64_t start_ns, std::int64_t stop_ns) {
  CallSpan result;
  result.site = site;
  result.parent = parent;
  result.start_ns = start_ns;
  result.stop_ns = stop_ns;
  return result;
}

/// The model takes `latency_ns`, the module in it a tenth.
std::vector<CallSpan> run_of(std::int64_t latency_ns) {
  return {span(0, -1, 0, latency_ns), span(1, 0, 0, latency_ns / 10)};
}

FoldedRuns folded(RunFolder& folder, const std::vector<std::vector<CallSpan>>& runs) {
  FoldedRuns result;
  for (const auto& run : runs) {
    folder.fold(run, kSites);
    folder.store(result);
  }
  return result;
}

TEST(RunFolder, HasARowForEachRun) {
  RunFolder folder(2);
  const FoldedRuns runs = folded(folder, {run_of(100), run_of(200)});
  EXPECT_EQ(runs.rows, 2);
  EXPECT_THAT(runs.host.inclusive_ns, ElementsAre(100, 10, 200, 20));
  EXPECT_THAT(runs.host.exclusive_ns, ElementsAre(90, 10, 180, 20));
  EXPECT_THAT(runs.wall_ns, ElementsAre(100, 200));
  EXPECT_THAT(runs.calls, ElementsAre(1, 1));
  EXPECT_FALSE(runs.device);
  EXPECT_THAT(runs.wait_ns, IsEmpty());
}

TEST(RunFolder, KnowsAModuleThatOnlySomeRunsCalled) {
  RunFolder folder(2);
  const FoldedRuns runs = folded(folder, {run_of(100), {span(0, -1, 0, 50)}});
  EXPECT_THAT(runs.called, ElementsAre(true, true));
  EXPECT_THAT(runs.calls, ElementsAre(1, 0));
  EXPECT_THAT(runs.host.inclusive_ns, ElementsAre(100, 10, 50, 0));
}

TEST(RunFolder, HasZerosForTheWaitsOfRunsThatDidNotFork) {
  RunFolder folder(2);
  std::vector<CallSpan> forking = run_of(100);
  forking[1].wait_ns = 4;
  forking.push_back(span(1, 1, 2, 6));
  forking.back().task = 1;
  forking.back().fork_body = true;
  const FoldedRuns runs = folded(folder, {run_of(100), forking, run_of(100)});
  EXPECT_THAT(runs.wait_ns, ElementsAre(0, 0, 0, 4, 0, 0));
  EXPECT_THAT(runs.host.exclusive_ns, ElementsAre(90, 10, 90, 6 + 4, 90, 10));
  EXPECT_THAT(runs.calls, ElementsAre(1, 1));
}

TEST(RunFolder, HasAWaitForEachRowHoweverLateTheFirstForkComes) {
  RunFolder folder(2, 4);
  std::vector<CallSpan> forking = run_of(100);
  forking[1].wait_ns = 4;
  forking.push_back(span(1, 1, 2, 6));
  forking.back().task = 1;
  forking.back().fork_body = true;
  std::vector<std::vector<CallSpan>> all(10, run_of(100));
  all.resize(200, forking);
  const FoldedRuns runs = folded(folder, all);
  EXPECT_EQ(runs.rows, 4);
  EXPECT_THAT(runs.wait_ns, SizeIs(8));
}

TEST(RunFolder, HasNoDeviceTimesWhereOneRunLacksThem) {
  std::vector<CallSpan> on_device = run_of(100);
  for (CallSpan& call : on_device) {
    call.device_start_ns = 0;
    call.device_stop_ns = 1'000;
  }
  RunFolder all(2);
  const FoldedRuns complete = folded(all, {on_device, on_device});
  ASSERT_TRUE(complete.device);
  EXPECT_THAT(complete.device->exclusive_ns, ElementsAre(0, 1'000, 0, 1'000));
  for (const auto& runs : {std::vector{on_device, run_of(100), on_device},
                           std::vector{run_of(100), on_device, on_device}}) {
    RunFolder some(2);
    EXPECT_FALSE(folded(some, runs).device);
  }
}

TEST(RunFolder, KeepsARandomChoiceOfVeryManyRuns) {
  constexpr std::int64_t kRuns = 20'000;
  constexpr std::size_t kRows = 1'000;
  RunFolder folder(2, kRows);
  FoldedRuns runs;
  for (std::int64_t i = 0; i < kRuns; ++i) {
    folder.fold(run_of(10 * i), kSites);
    folder.store(runs);
  }
  EXPECT_EQ(runs.rows, static_cast<std::int64_t>(kRows));
  ASSERT_THAT(runs.wall_ns, SizeIs(kRows));
  ASSERT_THAT(runs.host.inclusive_ns, SizeIs(2 * kRows));
  std::set<double> distinct;
  double early = 0;
  for (std::size_t row = 0; row < kRows; ++row) {
    // The numbers of a row are of one run.
    EXPECT_EQ(runs.host.inclusive_ns[2 * row], runs.wall_ns[row]);
    EXPECT_EQ(runs.host.inclusive_ns[2 * row + 1], runs.wall_ns[row] / 10);
    distinct.insert(runs.wall_ns[row]);
    if (runs.wall_ns[row] < 10.0 * kRuns / 2) ++early;
  }
  EXPECT_THAT(distinct, SizeIs(kRows));
  EXPECT_NEAR(early / kRows, 0.5, 0.08);  // five standard deviations
}

TEST(RunFolder, BoundsWhatItKeeps) {
  EXPECT_EQ(most_rows(0), 100'000U);
  EXPECT_EQ(most_rows(10), 100'000U);
  EXPECT_EQ(most_rows(5'000), 1'600U);
  EXPECT_EQ(most_rows(1'000'000), 200U);
}

TEST(NearMedian, KeepsTheFirstUntilOneIsNearer) {
  NearMedian near_median;
  EXPECT_TRUE(near_median.offer(500));
  EXPECT_FALSE(near_median.offer(101));  // both are as far from 300.5
  EXPECT_TRUE(near_median.offer(100));   // 101 is the median
  EXPECT_FALSE(near_median.offer(10));
}

TEST(NearMedian, EndsNearTheMedianOfVeryMany) {
  NearMedian near_median;
  std::int64_t kept = 0;
  for (std::int64_t i = 0; i < 5'000; ++i) {
    const std::int64_t latency_ns = 1'000 + i * 7919 % 1'009;
    if (near_median.offer(latency_ns)) kept = latency_ns;
  }
  EXPECT_NEAR(static_cast<double>(kept), 1'504, 15);
}

}  // namespace
}  // namespace hookstat::testing
