// What formats say of a device and its host.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "export/console_section.h"
#include "export/writers.h"
#include "unit/export/golden.h"
#include "unit/export/sample_reports.h"

namespace hookstat::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

void set_device_times(ModuleReport& module, double device_ns, double busy_ns, double launch_ns) {
  module.device_time_ns = TimeSplit{constant(device_ns), constant(device_ns)};
  module.device_busy_ns = TimeSplit{constant(busy_ns), constant(busy_ns)};
  module.device_idle_percent = 100.0 * (1 - busy_ns / device_ns);
  module.time_ns = {constant(launch_ns), constant(launch_ns)};
}

/// A root and two leaves: of 100 us on the device 60 wait for the host, most of them in a.
Report on_a_waiting_device() {
  Report report;
  report.model.path = "net.pt";
  report.environment.device = "cuda:0";
  report.environment.device_name = "NVIDIA H200";
  report.environment.threads = 1;
  report.environment.device_details = {"580.95.05", "13.0", "9.15.1", "9.0", 150'000'000'000, 132};
  report.latency_ns = constant(100'000);
  report.hooked_latency_ns = constant(101'000);
  report.modules = {leaf("", "Net"), leaf("a", "Conv2d"), leaf("b", "ReLU")};
  report.modules[0].leaf = false;
  set_device_times(report.modules[0], 10'000, 10'000, 20'000);
  set_device_times(report.modules[1], 70'000, 20'000, 60'000);
  set_device_times(report.modules[2], 20'000, 10'000, 20'000);
  const double time_percent[] = {10, 70, 20};
  const double launch_percent[] = {20, 60, 20};
  for (std::size_t i = 0; i < report.modules.size(); ++i) {
    report.modules[i].calls = 1;
    report.modules[i].depth = i == 0 ? 0 : 1;
    if (i > 0) report.modules[i].parent = 0;
    report.modules[i].time_percent = time_percent[i];
    report.modules[i].launch_percent = launch_percent[i];
  }
  report.device =
      DeviceReport{constant(95'000), constant(40'000), 60.0, true, std::nullopt, "launch"};
  return report;
}

std::string section_of(const Report& report) { return exporting::device_lines(report, {}); }
std::string verdict_of(const Report& report) { return exporting::verdict_lines(report, {}); }

TEST(DeviceTable, HasTheDevicesTimesBesideTheHosts) {
  expect_golden("table_device.txt", exporting::write_table(on_a_waiting_device(), {}));
}

TEST(DeviceTable, IsSortedByWhatTheDeviceWaits) {
  ExportOptions options;
  options.sort = "idle";
  options.top = 1;
  const std::string table = exporting::write_table(on_a_waiting_device(), options);
  EXPECT_THAT(table,
              AllOf(HasSubstr("\na  "), HasSubstr("(2 not shown) *"), Not(HasSubstr("\nb  "))));
  options.sort = "launch";
  EXPECT_THAT(exporting::write_table(on_a_waiting_device(), options), HasSubstr("\na  "));
}

TEST(DeviceSection, IsNotThereOnTheCpu) { EXPECT_EQ(section_of(small_report()), ""); }

TEST(DeviceSection, SaysWhereTheDeviceWaits) {
  EXPECT_EQ(section_of(on_a_waiting_device()),
            "\nHost and device\n"
            "  launching      95.0 us\n"
            "  device busy    40.0 us\n"
            "  device waits   60.0 % of the latency\n"
            "  pace           the host sets the pace: launch-bound\n"
            "  the device waits longest in\n"
            "    a  50.0 us  of 70.0 us own time  launched in 60.0 us\n"
            "    b  10.0 us  of 20.0 us own time  launched in 20.0 us\n");
}

TEST(DeviceSection, SaysThatThereMayBeMoreWaiting) {
  Report report = on_a_waiting_device();
  report.device->queued = false;
  report.device->bound.reset();
  EXPECT_THAT(section_of(report),
              AllOf(HasSubstr("  device waits   at least 60.0 % of the latency\n"),
                    HasSubstr("  pace           not known\n")));
}

TEST(DeviceSection, NamesTheModuleInWhichTheHostWaits) {
  Report report = on_a_waiting_device();
  report.device->waits_in = "b";
  report.device->bound.reset();
  EXPECT_THAT(section_of(report),
              HasSubstr("  pace           the host waits for the device in b\n"));
  report.device->waits_in = "";
  EXPECT_THAT(section_of(report),
              HasSubstr("  pace           the host waits for the device in (model)\n"));
}

TEST(DeviceSection, SaysWhatIsNotKnown) {
  Report report = on_a_waiting_device();
  report.device = DeviceReport{};
  for (ModuleReport& module : report.modules) module.device_busy_ns.reset();
  EXPECT_EQ(section_of(report),
            "\nHost and device\n"
            "  launching      -\n"
            "  device busy    -\n"
            "  device waits   not known\n"
            "  pace           not known\n");
}

TEST(DeviceVerdict, NamesALaunchBoundModel) {
  EXPECT_THAT(
      verdict_of(on_a_waiting_device()),
      HasSubstr("Launch-bound: submitting a call takes the host 95.0 us, the device has 40.0 "
                "us to do and waits 60.0 % of the latency [--freeze, or a larger batch]\n"));
}

TEST(DeviceSection, SaysWhereNeitherSetsThePace) {
  Report report = on_a_waiting_device();
  report.device->bound = "both";
  EXPECT_THAT(section_of(report),
              HasSubstr("  pace           host and device take about as long\n"));
}

TEST(DeviceVerdict, TakesWhatASavedReportMaySay) {
  Report report = on_a_waiting_device();
  report.device->busy_ns.reset();
  EXPECT_THAT(verdict_of(report), Not(HasSubstr("Launch-bound")));
  report.device->bound = "something newer";
  EXPECT_THAT(section_of(report), HasSubstr("  pace           not known\n"));
}

TEST(DeviceVerdict, SaysNothingWhereTheDeviceIsBusy) {
  Report report = on_a_waiting_device();
  report.device->bound = "device";
  report.device->idle_percent = 9.9;
  EXPECT_THAT(verdict_of(report), Not(HasSubstr("waits")));
  report.device->idle_percent = 10.0;
  EXPECT_THAT(verdict_of(report),
              HasSubstr("The device waits for the host 10.0 % of the latency, longest in a "
                        "[--sort idle]\n"));
}

TEST(DeviceVerdict, NamesAModelThatWaitsForItsDevice) {
  Report report = on_a_waiting_device();
  report.device->bound.reset();
  report.device->waits_in = "b";
  report.device->queued = false;
  EXPECT_THAT(
      verdict_of(report),
      HasSubstr("Synchronises: the host waits for the device in b; the device waits for the "
                "host at least 60.0 % of the latency, longest in a [--sort idle]\n"));
  report.device->idle_percent = 1.0;
  EXPECT_THAT(verdict_of(report),
              HasSubstr("Synchronises: the host waits for the device in b [--sort idle]\n"));
}

TEST(DeviceTitle, NamesCardDriverAndLibraries) {
  EXPECT_THAT(exporting::write_table(on_a_waiting_device(), {}),
              HasSubstr("device    cuda:0 (NVIDIA H200, 150 GB, driver 580.95.05, CUDA 13.0, cuDNN "
                        "9.15.1), 1 thread\n"));
}

TEST(DeviceMarkdown, HasTheDevicesColumns) {
  const std::string text = exporting::write_markdown(on_a_waiting_device(), {});
  EXPECT_THAT(text,
              AllOf(HasSubstr(" GFLOP/s | idle % | launch | launch % |\n"),
                    HasSubstr(" | 71.43 | 60.0 us | 60.00 |\n"), HasSubstr("- Launch\\-bound: ")));
  EXPECT_THAT(exporting::write_markdown(small_report(), {}), Not(HasSubstr("idle %")));
}

TEST(DeviceCsv, HasTheDevicesFigures) {
  const std::string text = exporting::write_csv(on_a_waiting_device(), {});
  EXPECT_THAT(text, HasSubstr("device_busy_exclusive_mean_ns,device_busy_exclusive_median_ns,"
                              "device_busy_inclusive_mean_ns,device_idle_percent,launch_percent,"));
  EXPECT_THAT(text, HasSubstr(",70000,70000,70000,20000,20000,20000,71.42857142857143,60,70,"));
}

TEST(DeviceMetrics, AreThereOnADevice) {
  const std::string text = exporting::write_prometheus(on_a_waiting_device(), {});
  EXPECT_THAT(
      text,
      AllOf(HasSubstr("hookstat_launch_seconds{"), HasSubstr("hookstat_device_busy_seconds{"),
            HasSubstr("hookstat_device_idle_ratio{"), HasSubstr("hookstat_module_launch_seconds{"),
            HasSubstr("hookstat_module_device_idle_ratio{"), HasSubstr("driver=\"580.95.05\"")));
  EXPECT_THAT(exporting::write_prometheus(small_report(), {}),
              AllOf(Not(HasSubstr("hookstat_launch_seconds")), Not(HasSubstr("module_launch"))));
}

}  // namespace
}  // namespace hookstat::testing
