#include "report/measurement_warnings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/report/recordings.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;

/// The message of the warning, or nothing.
std::string warning(const Recording& recording, const std::string& code) {
  for (const Note& note : built(recording).warnings) {
    if (note.code == code) return note.message;
  }
  return {};
}

/// Calm: forty calls of 100 us, hooked ones take `hooked_ns`.
Recording calm(std::int64_t hooked_ns = 100'000) {
  Recording recording = net_with_leaves(1);
  std::vector<TimedRun> runs;
  for (int i = 0; i < 40; ++i) {
    recording.baseline_ns.push_back(100'000 + i % 3);
    runs.push_back(run_of({span(0, -1, 0, hooked_ns), span(1, 0, 0, 10)}));
  }
  set_runs(recording, std::move(runs));
  recording.environment.threads = 2;
  recording.environment.usable_cores = 4;
  recording.environment.logical_cores = 4;
  return recording;
}

TEST(MeasurementWarnings, AreNoneOfACalmMeasurement) {
  EXPECT_TRUE(reporting::measurement_warnings(built(calm())).empty());
}

TEST(MeasurementWarnings, SayByHowMuchHooksChangeTheResult) {
  EXPECT_THAT(warning(calm(103'000), "overhead"), HasSubstr("took 3.0 % more than plain ones"));
  EXPECT_THAT(warning(calm(96'000), "overhead"), HasSubstr("took 4.0 % less than plain ones"));
  EXPECT_EQ(warning(calm(101'900), "overhead"), "");
}

TEST(MeasurementWarnings, LeaveOutAnOverheadThatIsNotClear) {
  Recording recording = calm();
  for (std::size_t i = 0; i < 40; ++i) recording.hooked_ns[i] = i % 5 < 3 ? 120'000 : 90'000;
  EXPECT_GT(built(recording).overhead.percent, 2);
  EXPECT_EQ(warning(recording, "overhead"), "");
}

TEST(MeasurementWarnings, SayThatTheTimeLimitCameFirst) {
  Recording recording = calm();
  for (std::size_t i = 0; i < 40; ++i) recording.baseline_ns[i] = i % 2 == 0 ? 100'000 : 110'000;
  recording.settings.max_time_s = 10;
  EXPECT_THAT(warning(recording, "imprecise"),
              HasSubstr("the median latency is known within 4.8 % only"));
  recording.settings.max_time_s = 0;  // as many runs as were asked for
  EXPECT_EQ(warning(recording, "imprecise"), "");
}

TEST(MeasurementWarnings, SayHowMuchTheLatencyVaries) {
  Recording recording = calm();
  recording.baseline_ns[7] = 400'000;
  EXPECT_THAT(warning(recording, "noisy"), HasSubstr("varies by 44.1 %"));
}

TEST(MeasurementWarnings, SayThatTheLatencyDrifted) {
  Recording recording = calm();
  for (std::size_t i = 24; i < 40; ++i) recording.baseline_ns[i] = 90'000;
  EXPECT_THAT(warning(recording, "drift"), HasSubstr("took 10.0 % less than the first"));
}

TEST(MeasurementWarnings, NameTheTwoGroupsOfLatencies) {
  Recording recording = calm();
  for (std::size_t i = 0; i < 40; i += 2) recording.baseline_ns[i] = 150'000;
  EXPECT_THAT(warning(recording, "bimodal"),
              HasSubstr("around 0.100 ms (50.0 %) and 0.150 ms (50.0 %)"));
}

TEST(MeasurementWarnings, SayWhatElseTheMachineDid) {
  Recording recording = calm();
  recording.load = {2.5, 1.0};
  EXPECT_EQ(warning(recording, "machine_loaded"),
            "the machine was busy: other processes used 2.5 of 4 cores, this one's threads waited "
            "for a core for 1.0 % of the time");
  recording.load = {1.9, 5.0};  // there is room for both
  EXPECT_EQ(warning(recording, "machine_loaded"), "");
  recording.load = {std::nullopt, 7.0};
  EXPECT_EQ(warning(recording, "machine_loaded"),
            "the machine was busy: this one's threads waited for a core for 7.0 % of the time");
}

TEST(MeasurementWarnings, SayThatThreadsOutnumberCores) {
  Recording recording = calm();
  recording.environment.threads = 5;
  EXPECT_THAT(warning(recording, "oversubscribed"), HasSubstr("5 threads for 4 cores"));
  recording.environment.usable_cores = 0;  // unknown
  EXPECT_EQ(warning(recording, "oversubscribed"), "");
}

TEST(MeasurementWarnings, NameTheModulesWithDenormals) {
  Recording recording = calm();
  recording.denormals = {{0, 1, 1'000}, {1, 25, 100}};
  EXPECT_THAT(warning(recording, "denormals"), HasSubstr("among the results of m1 (25.0 %):"));
  recording.denormals = {{0, 1, 1'000}};
  EXPECT_EQ(warning(recording, "denormals"), "");
}

}  // namespace
}  // namespace hookstat::testing
