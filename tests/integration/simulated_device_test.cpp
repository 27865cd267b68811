// The device lane, from the marks to the report, with a device clock that is simulated.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "hookstat/error.h"
#include "hookstat/exporters.h"
#include "hookstat/profile.h"
#include "integration/models.h"
#include "record/simulated_device_clock.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;

Report on_simulated_device(double work_factor) {
  ProfileOptions options = quick();
  options.device_clock = std::make_shared<SimulatedDeviceClock>(work_factor, 5'000);
  return profile_model("plain", {"1x3x16x16"}, options);
}

TEST(SimulatedDevice, GivesEveryModuleThatRanTimesOfItsOwn) {
  const Report report = on_simulated_device(3.0);
  EXPECT_EQ(report.environment.device, "simulated");
  for (const ModuleReport& module : report.modules) {
    ASSERT_TRUE(module.device_time_ns) << module.path;
    if (module.calls > 0 && module.leaf) {
      EXPECT_GT(module.device_time_ns->exclusive.mean, 0) << module.path;
    }
  }
}

TEST(SimulatedDevice, MakesTheSharesThoseOfTheDevice) {
  const Report report = on_simulated_device(3.0);
  double whole = 0;
  double percents = 0;
  for (const ModuleReport& module : report.modules) {
    whole += module.device_time_ns->exclusive.mean;
    percents += module.time_percent.value_or(0);
  }
  EXPECT_NEAR(percents, 100.0, 1e-9);
  const ModuleReport& conv = module_at(report, "stem.0");
  EXPECT_NEAR(*conv.time_percent, 100.0 * conv.device_time_ns->exclusive.mean / whole, 1e-6);
}

TEST(SimulatedDevice, BusyTakesLongerThanTheHostTakesToSubmit) {
  const Report report = on_simulated_device(3.0);
  const ModuleReport& root = module_at(report, "");
  EXPECT_GT(root.device_time_ns->inclusive.median, root.time_ns.inclusive.median);
}

TEST(SimulatedDevice, PutsDeviceTimesIntoTheTimeline) {
  const Report report = on_simulated_device(1.0);
  ASSERT_TRUE(report.timeline);
  for (const TimelineEvent& event : report.timeline->events) {
    EXPECT_TRUE(event.device_start_ns && event.device_duration_ns);
  }
}

TEST(SimulatedDevice, SurvivesTheRoundTripThroughJson) {
  const Report report = on_simulated_device(1.0);
  EXPECT_EQ(report_from_json(report_to_json(report)), report);
}

TEST(SimulatedDevice, IsNamedBelowTheTable) {
  EXPECT_THAT(find_exporter("table")->write(on_simulated_device(1.0), {}),
              HasSubstr("medians of the device's time"));
}

}  // namespace
}  // namespace hookstat::testing
