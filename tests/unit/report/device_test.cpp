// How host and device shared the call, from recorded runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hookstat/error.h"
#include "hookstat/processes.h"
#include "unit/report/recordings.h"

namespace hookstat::testing {
namespace {

using ::testing::DoubleEq;
using ::testing::Eq;
using ::testing::Optional;

/// A run in which m1 takes the host 50 ns and m2 10 of 100; on the device m1 takes `m1_ns`, m2 20
/// and the model itself 10.
TimedRun run_on_device(std::int64_t m1_ns) {
  return run_of({on_device(span(0, -1, 0, 100), 0, m1_ns + 30),
                 on_device(span(1, 0, 10, 60), 5, m1_ns + 5),
                 on_device(span(2, 0, 70, 80), m1_ns + 5, m1_ns + 25)});
}

/// The device takes 60 ns for m1 where it waits for the host, else 24.
Recording on_a_waiting_device() {
  Recording recording = net_with_leaves(2);
  recording.environment.device = "simulated";
  recording.baseline_ns = {108, 108};
  recording.launch_ns = {90, 90};
  set_runs(recording, {run_on_device(60), run_on_device(60)});
  Recording queued = net_with_leaves(2);
  set_runs(queued, {run_on_device(24)});
  recording.queued_runs = QueuedRuns{queued.folded, {}, 1, {0, 0, 0}};
  return recording;
}

TEST(Device, IsNullOnTheCpu) {
  Recording recording = net_with_leaves(1);
  set_runs(recording, {run_of({span(0, -1, 0, 100), span(1, 0, 10, 60)})});
  const Report report = built(recording);
  EXPECT_FALSE(report.device);
  EXPECT_FALSE(report.modules[1].device_busy_ns);
  EXPECT_FALSE(report.modules[1].device_idle_percent);
  EXPECT_FALSE(report.modules[1].launch_percent);
}

TEST(Device, WaitsForWhatItsOwnWorkLeavesOfTheLatency) {
  const Report report = built(on_a_waiting_device());
  ASSERT_TRUE(report.device);
  EXPECT_EQ(report.device->launch_ns.median, 90);
  ASSERT_TRUE(report.device->busy_ns);
  EXPECT_EQ(report.device->busy_ns->median, 24 + 30);
  EXPECT_THAT(report.device->idle_percent, Optional(DoubleEq(50.0)));
  EXPECT_TRUE(report.device->queued);
}

TEST(Device, WaitsInEachModuleForWhatQueueingSaves) {
  const Report report = built(on_a_waiting_device());
  const ModuleReport& m1 = report.modules[1];
  EXPECT_EQ(m1.device_time_ns->exclusive.mean, 60);
  EXPECT_EQ(m1.device_busy_ns->exclusive.mean, 24);
  EXPECT_THAT(m1.device_idle_percent, Optional(DoubleEq(60.0)));
  EXPECT_THAT(report.modules[2].device_idle_percent, Optional(DoubleEq(0.0)));
}

TEST(Device, HasTheHostsSharesBesideItsOwn) {
  const Report report = built(on_a_waiting_device());
  EXPECT_THAT(report.modules[1].launch_percent, Optional(DoubleEq(50.0)));
  EXPECT_THAT(report.modules[2].launch_percent, Optional(DoubleEq(10.0)));
  EXPECT_THAT(report.modules[0].launch_percent, Optional(DoubleEq(40.0)));
  EXPECT_THAT(report.modules[1].time_percent, Optional(DoubleEq(100.0 * 60 / 90)));
}

TEST(Device, IsLaunchBoundWhereSubmittingTakesLongerThanItsWork) {
  EXPECT_THAT(built(on_a_waiting_device()).device->bound, Optional(Eq("launch")));
}

TEST(Device, SetsNoPaceWhereBothTakeAboutAsLong) {
  Recording recording = on_a_waiting_device();
  for (const std::int64_t launch_ns : {50, 54, 59}) {
    recording.launch_ns = {launch_ns};
    EXPECT_THAT(built(recording).device->bound, Optional(Eq("both"))) << launch_ns;
  }
}

TEST(Device, IsJudgedByHookedCallsWhereHooksSplitFusedOperators) {
  Recording recording = on_a_waiting_device();
  // Plain calls are one fused kernel: as much work as queued hooked ones are not theirs.
  recording.launch_ns = {20, 20};
  recording.baseline_ns = {54, 54};
  recording.hooked_ns = {108, 108};
  EXPECT_THAT(built(recording).device->idle_percent, Optional(DoubleEq(0.0)));
  EXPECT_THAT(built(recording).device->bound, Optional(Eq("device")));
  recording.warnings.push_back({"fusion_split", "the hooks split it"});
  EXPECT_THAT(built(recording).device->idle_percent, Optional(DoubleEq(50.0)));
  EXPECT_THAT(built(recording).device->bound, Optional(Eq("launch"))) << "100 ns of launching";
}

TEST(Device, TakesTheRunsInWhichItNeverWaitedIfThereAreAny) {
  Recording recording = on_a_waiting_device();
  Recording behind = net_with_leaves(2);
  set_runs(behind, {run_on_device(60), run_on_device(60), run_on_device(60)});
  recording.queued_runs->behind = behind.folded;
  recording.queued_runs->runs = 4;
  const Report report = built(recording);
  EXPECT_TRUE(report.device->queued);
  EXPECT_EQ(report.device->busy_ns->count, 1);
  EXPECT_EQ(report.device->busy_ns->median, 24 + 30);
}

TEST(Device, SetsThePaceWhereItsWorkTakesLonger) {
  Recording recording = on_a_waiting_device();
  recording.launch_ns = {20, 20};
  EXPECT_THAT(built(recording).device->bound, Optional(Eq("device")));
}

/// No queued run in which the host was ahead.
void fall_behind(Recording& recording) {
  QueuedRuns& runs = *recording.queued_runs;
  runs.behind = runs.ahead;
  runs.ahead = {};
}

TEST(Device, HasNoPaceWhereItsWorkMayBeLess) {
  Recording recording = on_a_waiting_device();
  fall_behind(recording);
  for (const std::int64_t launch_ns : {20, 90}) {
    recording.launch_ns = {launch_ns};
    const Report report = built(recording);
    EXPECT_FALSE(report.device->queued);
    EXPECT_EQ(report.device->busy_ns->median, 24 + 30);
    EXPECT_EQ(report.device->bound, std::nullopt) << launch_ns;
  }
}

TEST(Device, HasNoPaceWhereTheHostWaitsForIt) {
  Recording recording = on_a_waiting_device();
  fall_behind(recording);
  recording.queued_runs->waits = {0, 0, 1};
  const Report report = built(recording);
  EXPECT_THAT(report.device->waits_in, Optional(Eq("m2")));
  EXPECT_EQ(report.device->bound, std::nullopt);
}

TEST(Device, IsNotSaidToBeWaitedForAfterOneOddRun) {
  Recording recording = on_a_waiting_device();
  recording.queued_runs->runs = 10;
  recording.queued_runs->waits = {0, 5, 1};
  EXPECT_EQ(built(recording).device->waits_in, std::nullopt);
  EXPECT_THAT(built(recording).device->bound, Optional(Eq("launch")));
  recording.queued_runs->waits = {0, 6, 1};
  EXPECT_THAT(built(recording).device->waits_in, Optional(Eq("m1")));
  EXPECT_EQ(built(recording).device->bound, std::nullopt);
}

TEST(Device, IsNotSaidToWaitWhereQueueingTookLonger) {
  Recording recording = on_a_waiting_device();
  set_runs(recording, {run_on_device(20)});
  recording.baseline_ns = {40};
  const Report report = built(recording);
  EXPECT_THAT(report.modules[1].device_idle_percent, Optional(DoubleEq(0.0)));
  EXPECT_THAT(report.device->idle_percent, Optional(DoubleEq(0.0)));
}

TEST(Device, HasNothingButLaunchTimesWhereItCouldNotBeHeld) {
  Recording recording = on_a_waiting_device();
  recording.queued_runs.reset();
  const Report report = built(recording);
  ASSERT_TRUE(report.device);
  EXPECT_EQ(report.device->launch_ns.count, 2);
  EXPECT_FALSE(report.device->busy_ns || report.device->idle_percent || report.device->bound);
  EXPECT_FALSE(report.modules[1].device_busy_ns);
  EXPECT_TRUE(report.modules[1].launch_percent);
}

TEST(Device, OfSeveralProcessesIsTheirMean) {
  Recording other = on_a_waiting_device();
  other.launch_ns = {100, 100};
  Recording queued = net_with_leaves(2);
  set_runs(queued, {run_on_device(34)});
  other.queued_runs->ahead = queued.folded;
  other.queued_runs->waits = {0, 1, 0};
  const Report merged = merge_processes({built(on_a_waiting_device()), built(other)});
  ASSERT_TRUE(merged.device);
  EXPECT_EQ(merged.device->launch_ns.median, 95);
  EXPECT_EQ(merged.device->busy_ns->median, 59);
  EXPECT_EQ(merged.modules[1].device_busy_ns->exclusive.mean, 29);
  EXPECT_THAT(merged.modules[1].device_idle_percent, Optional(DoubleEq(100.0 * 31 / 60)));
  EXPECT_EQ(merged.device->waits_in, std::nullopt) << "in one of two";
  EXPECT_THAT(merge_processes({built(other), built(other)}).device->waits_in, Optional(Eq("m1")));
}

TEST(Device, OfSeveralProcessesIsKnownOnlyWhereAllHaveIt) {
  Recording other = on_a_waiting_device();
  other.queued_runs.reset();
  const Report merged = merge_processes({built(on_a_waiting_device()), built(other)});
  EXPECT_FALSE(merged.device->busy_ns);
  EXPECT_FALSE(merged.modules[1].device_busy_ns);
  EXPECT_FALSE(merged.modules[1].device_idle_percent);
}

TEST(Device, OfARecordingThatContradictsItselfIsRefused) {
  Recording recording = on_a_waiting_device();
  recording.queued_runs->waits.pop_back();
  EXPECT_THROW(built(recording), InternalError);
  recording = on_a_waiting_device();
  recording.queued_runs->ahead.device.reset();
  EXPECT_THROW(built(recording), InternalError);
  recording = on_a_waiting_device();
  recording.queued_runs->ahead.called.pop_back();
  EXPECT_THROW(built(recording), InternalError);
}

}  // namespace
}  // namespace hookstat::testing
