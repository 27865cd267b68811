// What counts of a case's report, and what an item costs.
#include "sweep/measured.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace hookstat::sweep::testing {
namespace {

using ::testing::ElementsAre;

Report report_of(double median_ns) {
  Report report;
  report.latency_ns.count = 10;
  report.latency_ns.median = median_ns;
  report.environment.threads = 2;
  report.environment.usable_cores = 4;
  report.environment.logical_cores = 8;
  report.environment.cpu = "CPU";
  report.environment.libtorch_version = "2.13.0";
  report.totals.cost.flops = 800;
  return report;
}

TEST(Measured, CountsItemsAndWhatTheyCost) {
  const Measured measured = measured_of(report_of(2e6), {}, 8, {36.0});
  EXPECT_DOUBLE_EQ(measured.items_per_second, 8 / 2e-3);
  EXPECT_EQ(measured.flops_per_item, 800 / 8);
  EXPECT_DOUBLE_EQ(measured.core_seconds_per_item.value(), 2 * 2e-3 / 8);
  EXPECT_FALSE(measured.device_seconds_per_item);
  // 36 an hour is 0.01 a second for eight cores; two of them for 0.25 ms an item.
  EXPECT_DOUBLE_EQ(measured.price_per_million_items.value(), 0.01 * 2 / 8 * 2.5e-4 * 1e6);
  EXPECT_EQ(measured.threads, 2);
  EXPECT_EQ(measured.machine, "CPU");
  EXPECT_EQ(measured.kind, (MachineKind{"CPU", 8, "2.13.0"}));
  EXPECT_FALSE(measured_of(report_of(2e6), {}, 8, {}).price_per_million_items);
}

TEST(Measured, TakesLatencyAndThroughputFromCallsAtOnceWhereThereWereSome) {
  Report report = report_of(2e6);
  report.load.emplace();
  report.load->threads = 3;
  report.load->calls_per_second = 1000;
  report.load->latency_ns.count = 30;
  report.load->latency_ns.median = 3e6;
  const Measured measured = measured_of(report, {}, 4, {});
  EXPECT_EQ(measured.latency_ns, report.load->latency_ns);
  EXPECT_DOUBLE_EQ(measured.items_per_second, 4000);
  EXPECT_DOUBLE_EQ(measured.core_seconds_per_item.value(), 4.0 / 4000)
      << "3 x 2 threads, and four cores";
}

TEST(Measured, KnowsTheThroughputOfOneCallerAsSurelyAsItsLatency) {
  Report report = report_of(2e6);
  EXPECT_FALSE(measured_of(report, {}, 4, {}).items_per_second_ci95);
  report.latency_ns.median_ci95 = {1.6e6, 2.5e6};
  EXPECT_EQ(measured_of(report, {}, 4, {}).items_per_second_ci95, std::pair(1600.0, 2500.0));
  report.load.emplace();
  EXPECT_FALSE(measured_of(report, {}, 4, {}).items_per_second_ci95);
}

TEST(Measured, CountsADeviceWhole) {
  Report report = report_of(1e6);
  report.device.emplace();
  report.environment.device_name = "H200";
  const Measured measured = measured_of(report, {}, 1, {3.6});
  EXPECT_FALSE(measured.core_seconds_per_item);
  EXPECT_DOUBLE_EQ(measured.device_seconds_per_item.value(), 1e-3);
  EXPECT_DOUBLE_EQ(measured.price_per_million_items.value(), 1e-3 * 1e-3 * 1e6);
  EXPECT_EQ(measured.machine, "H200");
}

TEST(Measured, KnowsNothingOfWhatWasNotMeasured) {
  Report report;
  const Measured measured = measured_of(report, {}, 1, {1.0});
  EXPECT_EQ(measured.items_per_second, 0);
  EXPECT_FALSE(measured.flops_per_item);
  EXPECT_FALSE(measured.core_seconds_per_item);
  EXPECT_FALSE(measured.price_per_million_items);
  EXPECT_FALSE(measured.peak_memory_bytes);
}

// 36 an hour is 0.01 a second, and an item takes 2 ms.
TEST(Measured, IsChargedForTheCoresThatWereKeptForIt) {
  const auto price = [](std::int64_t cores, std::int64_t machine_cores) {
    CaseResult result;
    result.cores = cores;
    result.processors = {0, 1, 4, 5};  // which may be two of each core
    result.machine_cores = machine_cores;
    return *measured_of(report_of(2e6), result, 1, {36.0}).price_per_million_items;
  };
  constexpr double kWhole = 0.01 * 2e-3 * 1e6;
  EXPECT_DOUBLE_EQ(price(2, 4), kWhole / 2);
  EXPECT_DOUBLE_EQ(price(3, 4), kWhole * 3 / 4) << "two threads, on three cores";
  EXPECT_DOUBLE_EQ(price(4, 4), kWhole);
  EXPECT_DOUBLE_EQ(price(2, 0), kWhole * 2 / 8) << "two threads, eight logical cores";
  EXPECT_DOUBLE_EQ(price(0, 4), kWhole * 2 / 8) << "cores were shared";
}

TEST(Measured, IsChargedForAWholeDeviceWhateverItsCores) {
  Report report = report_of(1e6);
  report.device.emplace();
  CaseResult result;
  result.cores = 1;
  result.machine_cores = 4;
  EXPECT_DOUBLE_EQ(*measured_of(report, result, 1, {3.6}).price_per_million_items,
                   1e-3 * 1e-3 * 1e6);
}

TEST(Measured, HasTheCodeOfEachWarningOnce) {
  Report report = report_of(1e6);
  EXPECT_TRUE(measured_of(report, {}, 1, {}).warnings.empty());
  report.warnings = {{"noisy", "a"}, {"drift", "b"}, {"noisy", "c"}};
  EXPECT_THAT(measured_of(report, {}, 1, {}).warnings, ElementsAre("noisy", "drift"));
}

}  // namespace
}  // namespace hookstat::sweep::testing
