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
  recording.queued_runs = QueuedRuns{queued.folded, 1, 1, std::nullopt};
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

TEST(Device, SetsThePaceWhereItsWorkTakesLonger) {
  Recording recording = on_a_waiting_device();
  recording.launch_ns = {20, 20};
  EXPECT_THAT(built(recording).device->bound, Optional(Eq("device")));
}

TEST(Device, IsNotSaidToSetThePaceWhereItsWorkMayBeLess) {
  Recording recording = on_a_waiting_device();
  recording.launch_ns = {20, 20};
  recording.queued_runs->queued = 0;
  const Report report = built(recording);
  EXPECT_FALSE(report.device->queued);
  EXPECT_EQ(report.device->bound, std::nullopt);
  recording.launch_ns = {90, 90};
  EXPECT_THAT(built(recording).device->bound, Optional(Eq("launch"))) << "less still";
}

TEST(Device, HasNoPaceWhereTheHostWaitsForIt) {
  Recording recording = on_a_waiting_device();
  recording.queued_runs->queued = 0;
  recording.queued_runs->waits_in = 2;
  const Report report = built(recording);
  EXPECT_THAT(report.device->waits_in, Optional(Eq("m2")));
  EXPECT_EQ(report.device->bound, std::nullopt);
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
  other.queued_runs->folded = queued.folded;
  other.queued_runs->waits_in = 1;
  const Report merged = merge_processes({built(on_a_waiting_device()), built(other)});
  ASSERT_TRUE(merged.device);
  EXPECT_EQ(merged.device->launch_ns.median, 95);
  EXPECT_EQ(merged.device->busy_ns->median, 59);
  EXPECT_EQ(merged.modules[1].device_busy_ns->exclusive.mean, 29);
  EXPECT_THAT(merged.modules[1].device_idle_percent, Optional(DoubleEq(100.0 * 31 / 60)));
  EXPECT_THAT(merged.device->waits_in, Optional(Eq("m1")));
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
  recording.queued_runs->waits_in = 3;
  EXPECT_THROW(built(recording), InternalError);
  recording = on_a_waiting_device();
  recording.queued_runs->folded.called.pop_back();
  EXPECT_THROW(built(recording), InternalError);
}

}  // namespace
}  // namespace hookstat::testing
