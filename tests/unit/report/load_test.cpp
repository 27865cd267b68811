// What several threads at once do, from recorded runs.
#include <gtest/gtest.h>

#include "hookstat/error.h"
#include "hookstat/processes.h"
#include "unit/report/recordings.h"

namespace hookstat::testing {
namespace {

/// m1 takes 50 of 100 ns alone and 90 of 150 ns under load; m2 is called alone only.
Recording loaded_recording() {
  Recording recording = net_with_leaves(2);
  recording.baseline_ns = {100, 100};
  set_runs(recording, {run_of({span(0, -1, 0, 100), span(1, 0, 10, 60), span(2, 0, 70, 80)})});
  Recording under_load = net_with_leaves(2);
  set_runs(under_load, {run_of({span(0, -1, 0, 150), span(1, 0, 10, 100)}),
                        run_of({span(0, -1, 0, 150), span(1, 0, 10, 100)})});
  LoadedRuns runs;
  runs.threads = 2;
  runs.calls_per_second = 14e6;
  runs.plain_ns = {140, 150, 160};
  runs.hooked_ns = {155, 155};
  runs.folded = under_load.folded;
  recording.loaded_runs = runs;
  return recording;
}

TEST(Load, HasThroughputAndLatencyBesideOneThreads) {
  const Report report = built(loaded_recording());
  ASSERT_TRUE(report.load);
  EXPECT_EQ(report.load->threads, 2);
  EXPECT_DOUBLE_EQ(report.load->calls_per_second, 14e6);
  EXPECT_DOUBLE_EQ(report.load->calls_per_second_alone, 10e6);
  EXPECT_EQ(report.load->latency_ns.count, 3);
  EXPECT_EQ(report.load->latency_ns.median, 150);
  EXPECT_EQ(report.load->hooked_latency_ns.median, 155);
}

TEST(Load, SaysByHowMuchTheTimeOfEachModuleGrows) {
  const Report report = built(loaded_recording());
  ASSERT_TRUE(report.modules[1].under_load);
  EXPECT_EQ(report.modules[1].under_load->time_ns.exclusive.mean, 90);
  EXPECT_DOUBLE_EQ(report.modules[1].under_load->growth.value(), 90.0 / 50);
  EXPECT_DOUBLE_EQ(report.modules[0].under_load->growth.value(), 60.0 / 40);
  EXPECT_FALSE(report.modules[2].under_load) << "not called under load";
}

TEST(Load, IsUnknownWhereOneThreadCalled) {
  Recording recording = loaded_recording();
  recording.loaded_runs.reset();
  const Report report = built(recording);
  EXPECT_FALSE(report.load);
  EXPECT_FALSE(report.modules[1].under_load);
}

TEST(Load, OfSeveralProcessesIsTheirMean) {
  Recording other = loaded_recording();
  other.loaded_runs->calls_per_second = 16e6;
  const Report merged = merge_processes({built(loaded_recording()), built(other)});
  EXPECT_DOUBLE_EQ(merged.load->calls_per_second, 15e6);
  EXPECT_EQ(merged.load->latency_ns.count, 6);
  EXPECT_DOUBLE_EQ(merged.modules[1].under_load->growth.value(), 90.0 / 50);
}

TEST(Load, MustHaveANumberForEachModule) {
  Recording recording = loaded_recording();
  recording.loaded_runs->folded.calls.pop_back();
  EXPECT_THROW(built(recording), InternalError);
}

}  // namespace
}  // namespace hookstat::testing
