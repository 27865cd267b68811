#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/report/recordings.h"

namespace hookstat::testing {
namespace {

using ::testing::DoubleNear;
using ::testing::Optional;

double exclusive(const Report& report, std::size_t module) {
  return report.modules[module].time_ns.exclusive.mean;
}
double inclusive(const Report& report, std::size_t module) {
  return report.modules[module].time_ns.inclusive.mean;
}
double sum_of_percents(const Report& report) {
  double sum = 0;
  for (const ModuleReport& module : report.modules) sum += module.time_percent.value_or(0);
  return sum;
}

TEST(Times, ExclusiveIsLessWhatWasCalledInside) {
  Recording recording = net_with_leaves(2);
  set_runs(recording, {run_of({span(0, -1, 0, 100), span(1, 0, 10, 60), span(2, 1, 20, 40)})});
  const Report report = built(recording);
  EXPECT_DOUBLE_EQ(exclusive(report, 0), 50);
  EXPECT_DOUBLE_EQ(exclusive(report, 1), 30);
  EXPECT_DOUBLE_EQ(exclusive(report, 2), 20);
  EXPECT_DOUBLE_EQ(inclusive(report, 0), 100);
  EXPECT_DOUBLE_EQ(inclusive(report, 1), 50);
  EXPECT_DOUBLE_EQ(inclusive(report, 2), 20);
  EXPECT_DOUBLE_EQ(report.concurrency, 1);
  EXPECT_THAT(report.modules[1].time_percent, Optional(30.0));
  EXPECT_THAT(report.modules[1].inclusive_percent, Optional(50.0));
  EXPECT_FALSE(report.modules[0].wait_ns);
  EXPECT_FALSE(report.modules[0].device_time_ns);
}

TEST(Times, CallsOfARunAreAddedUpBeforeStatistics) {
  Recording recording = net_with_leaves(1);
  set_runs(recording, {run_of({span(0, -1, 0, 100), span(1, 0, 0, 10), span(1, 0, 10, 30)}),
                       run_of({span(0, -1, 0, 100), span(1, 0, 0, 40)})});
  const Report report = built(recording);
  const Statistics& leaf = report.modules[1].time_ns.exclusive;
  EXPECT_EQ(leaf.count, 2);
  EXPECT_DOUBLE_EQ(leaf.min, 30);
  EXPECT_DOUBLE_EQ(leaf.max, 40);
  EXPECT_THAT(report.modules[1].time_percent, Optional(35.0));
}

TEST(Times, RecursionIsInclusiveOnce) {
  Recording recording = net_with_leaves(2);
  // m1 calls m2, which calls m1 again.
  set_runs(
      recording,
      {run_of({span(0, -1, 0, 100), span(1, 0, 0, 80), span(2, 1, 10, 70), span(1, 2, 20, 50)})});
  const Report report = built(recording);
  EXPECT_DOUBLE_EQ(inclusive(report, 1), 80);
  EXPECT_DOUBLE_EQ(exclusive(report, 1), 20 + 30);
  EXPECT_DOUBLE_EQ(inclusive(report, 2), 60);
  EXPECT_DOUBLE_EQ(exclusive(report, 2), 30);
}

TEST(Times, ContainerNeverCalledIsTheSumOfItsDescendants) {
  Recording recording = net_with_leaves(3);
  recording.modules[1].leaf = false;
  recording.modules[2].parent = 1;
  recording.modules[3].parent = 1;
  // m3 is called inside m2: by time m2 includes it, by registration it is beside it.
  set_runs(recording, {run_of({span(0, -1, 0, 100), span(2, 0, 10, 50), span(3, 1, 20, 30)})});
  const Report report = built(recording);
  EXPECT_EQ(report.modules[1].calls, 0);
  EXPECT_DOUBLE_EQ(exclusive(report, 1), 0);
  EXPECT_DOUBLE_EQ(inclusive(report, 1), 30 + 10);
  EXPECT_THAT(report.modules[1].time_percent, Optional(0.0));
}

TEST(Times, ForkedBodiesBelongToTheModuleThatForked) {
  Recording recording = net_with_leaves(2);
  // m1 forks a body (task 1, 10 to 70) that calls m2 (20 to 60), and waits for it from 30 to 70.
  CallSpan forking = span(1, 0, 5, 80);
  forking.wait_ns = 40;
  set_runs(recording, {run_of({span(0, -1, 0, 100), forking, in_task(1, span(1, 1, 10, 70), true),
                               in_task(1, span(2, 2, 20, 60))})});
  const Report report = built(recording);
  EXPECT_DOUBLE_EQ(exclusive(report, 0), 25);
  EXPECT_DOUBLE_EQ(exclusive(report, 1), (75 - 40) + (60 - 40));
  EXPECT_DOUBLE_EQ(inclusive(report, 1), 75);
  EXPECT_DOUBLE_EQ(exclusive(report, 2), 40);
  EXPECT_DOUBLE_EQ(inclusive(report, 2), 40);
  ASSERT_TRUE(report.modules[1].wait_ns);
  EXPECT_DOUBLE_EQ(report.modules[1].wait_ns->mean, 40);
  EXPECT_DOUBLE_EQ(report.modules[2].wait_ns->mean, 0);
  EXPECT_DOUBLE_EQ(report.concurrency, (25.0 + 55 + 40) / 100);
  EXPECT_DOUBLE_EQ(sum_of_percents(report), 100);
  EXPECT_EQ(report.modules[1].calls, 1);
  EXPECT_EQ(report.overhead.calls, 2);
}

TEST(Times, ACallInAForkOfItsOwnModuleIsInclusiveOnce) {
  Recording recording = net_with_leaves(1);
  set_runs(recording,
           {run_of({span(0, -1, 0, 100), span(1, 0, 0, 50), in_task(1, span(1, 1, 10, 90), true),
                    in_task(1, span(1, 2, 20, 80))})});
  const Report report = built(recording);
  EXPECT_DOUBLE_EQ(inclusive(report, 1), 50);
  EXPECT_DOUBLE_EQ(exclusive(report, 1), 50 + 20 + 60);
}

TEST(Times, RaisedCallsCountTheTimeTheyTook) {
  Recording recording = net_with_leaves(1);
  CallSpan raised = span(1, 0, 10, 40);
  raised.raised = true;
  set_runs(recording, {run_of({span(0, -1, 0, 100), raised})});
  EXPECT_DOUBLE_EQ(exclusive(built(recording), 1), 30);
}

TEST(Times, DeviceTimesDecideTheShares) {
  Recording recording = net_with_leaves(1);
  set_runs(
      recording,
      {run_of({on_device(span(0, -1, 0, 100), 0, 1000), on_device(span(1, 0, 10, 20), 100, 850)})});
  const Report report = built(recording);
  ASSERT_TRUE(report.modules[1].device_time_ns);
  EXPECT_DOUBLE_EQ(report.modules[0].device_time_ns->exclusive.mean, 250);
  EXPECT_DOUBLE_EQ(report.modules[0].device_time_ns->inclusive.mean, 1000);
  EXPECT_DOUBLE_EQ(exclusive(report, 1), 10);
  EXPECT_THAT(report.modules[1].time_percent, Optional(75.0));
  EXPECT_DOUBLE_EQ(report.modules[1].torchstat->duration_percent, 100);
  EXPECT_DOUBLE_EQ(report.classes.front().exclusive_mean_ns, 750);
  EXPECT_DOUBLE_EQ(report.concurrency, 1);
  ASSERT_TRUE(report.timeline);
  EXPECT_THAT(report.timeline->events[1].device_duration_ns, Optional(750));
}

TEST(Times, DeviceTimesOfSomeSpansAreNone) {
  Recording recording = net_with_leaves(1);
  set_runs(recording, {run_of({on_device(span(0, -1, 0, 100), 0, 1000), span(1, 0, 10, 20)})});
  const Report report = built(recording);
  EXPECT_FALSE(report.modules[0].device_time_ns);
  EXPECT_THAT(report.modules[1].time_percent, Optional(10.0));
}

TEST(Times, PercentsAddUpTo100WhateverTheTimes) {
  Recording recording = net_with_leaves(7);
  std::vector<TimedRun> runs;
  for (std::int64_t run = 0; run < 13; ++run) {
    std::vector<CallSpan> spans = {span(0, -1, 0, 1'000'000 + 7919 * run)};
    for (SiteId site = 1; site <= 7; ++site) {
      const std::int64_t start = site * 100'000 + run * 31;
      spans.push_back(
          span(site, 0, start, start + 1 + (site * site * 7907 + run * 104'729) % 90'001));
    }
    runs.push_back(run_of(spans));
  }
  set_runs(recording, std::move(runs));
  EXPECT_THAT(sum_of_percents(built(recording)), DoubleNear(100, 1e-9));
}

TEST(Times, SharesOfNothingAreUnknown) {
  const Report report = built(net_with_leaves(1));
  EXPECT_FALSE(report.modules[0].time_percent);
  EXPECT_FALSE(report.modules[0].inclusive_percent);
  EXPECT_FALSE(report.modules[0].flops_percent);
  EXPECT_EQ(report.modules[0].time_ns.inclusive, Statistics{});
  EXPECT_DOUBLE_EQ(report.concurrency, 1);
  EXPECT_EQ(report.modules[1].efficiency, Efficiency{});
  EXPECT_FALSE(report.timeline);
  EXPECT_EQ(report.overhead, Overhead{});
}

}  // namespace
}  // namespace hookstat::testing
