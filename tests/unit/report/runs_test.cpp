// What is said of whole runs: latencies, overhead, the timeline.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/report/recordings.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;
using ::testing::Pair;

/// Two module calls a run.
TimedRun run_with_latency(std::int64_t latency_ns) {
  TimedRun run = run_of({span(0, -1, 0, latency_ns), span(1, 0, 1, 2), span(1, 0, 2, 3)});
  run.latency_ns = latency_ns;
  return run;
}

TEST(Overhead, IsThePairedDifferenceOverTheMedianBaseline) {
  Recording recording = net_with_leaves(1);
  recording.baseline_ns = {100, 200, 300};
  set_runs(recording, {run_with_latency(110), run_with_latency(206), run_with_latency(320)});
  const Report report = built(recording);
  // Differences 10, 6, 20; median 10; median baseline 200.
  EXPECT_DOUBLE_EQ(report.overhead.percent, 5);
  EXPECT_FALSE(report.overhead.percent_ci95);
  EXPECT_THAT(report.overhead.ns_per_call, Optional(5.0));
  EXPECT_EQ(report.overhead.calls, 2);
  EXPECT_DOUBLE_EQ(report.latency_ns.median, 200);
  EXPECT_DOUBLE_EQ(report.hooked_latency_ns.median, 206);
  EXPECT_THAT(report.run_latencies_ns, ElementsAre(100, 200, 300));
}

TEST(Overhead, IntervalIsThatOfTheDifferences) {
  Recording recording = net_with_leaves(1);
  std::vector<TimedRun> runs;
  for (const std::int64_t extra : {1, 2, 3, 4, 5, 6}) {
    recording.baseline_ns.push_back(100);
    runs.push_back(run_with_latency(100 + extra));
  }
  set_runs(recording, std::move(runs));
  EXPECT_THAT(built(recording).overhead.percent_ci95, Optional(Pair(1.0, 6.0)));
}

TEST(Overhead, PerCallIsUnknownWithoutCalls) {
  Recording recording = net_with_leaves(0);
  recording.baseline_ns = {100};
  set_runs(recording, {run_of({span(0, -1, 0, 110)})});
  const Overhead overhead = built(recording).overhead;
  EXPECT_EQ(overhead.calls, 0);
  EXPECT_FALSE(overhead.ns_per_call);
  EXPECT_DOUBLE_EQ(overhead.percent, 10);
}

TEST(Timeline, IsOfTheRunThatWasKept) {
  Recording recording = net_with_leaves(1);
  set_runs(recording, {run_with_latency(500), run_with_latency(101), run_with_latency(100),
                       run_with_latency(10)});
  const Report report = built(recording);
  ASSERT_TRUE(report.timeline);
  EXPECT_EQ(report.timeline->run, 2);  // near 101, the median when it came
  TimelineEvent event;
  event.module = 1;
  event.start_ns = 2;
  event.duration_ns = 1;
  ASSERT_EQ(report.timeline->events.size(), 3U);
  EXPECT_EQ(report.timeline->events[2], event);
}

TEST(Timeline, ForkedTasksHaveLanesOfTheirOwn) {
  Recording recording = net_with_leaves(1);
  set_runs(recording, {run_of({span(0, -1, 0, 9), in_task(3, span(0, 0, 1, 8), true)})});
  EXPECT_EQ(built(recording).timeline->events[1].lane, 3);
}

TEST(Timeline, IsLeftOutWhenSwitchedOffOrTooLong) {
  Recording recording = net_with_leaves(1);
  std::vector<CallSpan> spans(100'000, span(1, 0, 0, 1));
  spans[0].parent = -1;
  set_runs(recording, {run_of(spans)});
  EXPECT_TRUE(built(recording).timeline);
  recording.settings.timeline = false;
  EXPECT_FALSE(built(recording).timeline);
  recording.settings.timeline = true;
  recording.kept_run->run.spans.push_back(span(1, 0, 0, 1));
  EXPECT_FALSE(built(recording).timeline);
}

}  // namespace
}  // namespace hookstat::testing
