// Which settings are the best, and what an item costs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "sweep/build_sweep_report.h"

namespace hookstat::sweep::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

SweepRow row(const std::string& id, double latency_ns, double items_per_second,
             const std::string& model = "m") {
  SweepRow row;
  row.settings.id = id;
  row.settings.model = model;
  row.measured.emplace();
  row.measured->latency_ns.count = 1;
  row.measured->latency_ns.median = latency_ns;
  row.measured->items_per_second = items_per_second;
  return row;
}

auto ids(const std::vector<BestSetting>& best) {
  std::vector<std::string> all;
  for (const BestSetting& setting : best) all.push_back(setting.id);
  return all;
}

TEST(BestSettings, AreThoseThatNoOtherBeats) {
  EXPECT_THAT(ids(best_settings({row("slow", 9, 1), row("quick", 1, 10), row("large", 5, 30),
                                 row("beaten", 6, 20), row("largest", 8, 40)})),
              ElementsAre("quick", "large", "largest"));
  EXPECT_THAT(ids(best_settings({row("less", 1, 10), row("more", 1, 11)})), ElementsAre("more"));
  EXPECT_THAT(ids(best_settings({row("first", 1, 10), row("second", 1, 10)})),
              ElementsAre("first"));
  EXPECT_TRUE(best_settings({}).empty());
  EXPECT_TRUE(best_settings({SweepRow{}}).empty());
}

TEST(BestSettings, AreOfEachWorkByItself) {
  SweepRow small = row("small", 1, 100);
  small.settings.resolution = 224;
  SweepRow large = row("large", 2, 50);
  large.settings.resolution = 512;
  SweepRow encode = row("encode", 9, 1);
  encode.settings.method = "encode";
  SweepRow other = row("other", 5, 2, "n");
  other.settings.input = "1a2b3c4d";
  const auto best = best_settings({large, other, small, encode});
  EXPECT_THAT(ids(best), ElementsAre("large", "other", "small", "encode"));
  EXPECT_EQ(best[0].work, "m, 512 px");
  EXPECT_EQ(best[1].work, "n, input 1a2b3c4d");
  EXPECT_EQ(best[3].work, "m, encode");
}

// Whatever the bound, the front has the most items a second of all that hold it.
TEST(BestSettings, AnswerEachBound) {
  std::mt19937 random(7);
  std::uniform_int_distribution<int> value(1, 50);
  for (int round = 0; round < 200; ++round) {
    std::vector<SweepRow> rows;
    for (int i = 0; i < 30; ++i)
      rows.push_back(row(std::to_string(i), value(random), value(random)));
    const auto best = best_settings(rows);
    for (int bound = 0; bound <= 51; ++bound) {
      double most = 0;
      for (const SweepRow& one : rows) {
        if (one.measured->latency_ns.median <= bound) {
          most = std::max(most, one.measured->items_per_second);
        }
      }
      double answered = 0;
      for (const BestSetting& setting : best) {
        if (setting.latency_ns <= bound) answered = setting.items_per_second;  // the last one
      }
      ASSERT_EQ(answered, most) << "bound " << bound;
    }
  }
}

Report report_of(double median_ns) {
  Report report;
  report.latency_ns.count = 10;
  report.latency_ns.median = median_ns;
  report.environment.threads = 2;
  report.environment.usable_cores = 4;
  report.environment.logical_cores = 8;
  report.environment.cpu = "CPU";
  report.totals.cost.flops = 800;
  return report;
}

TEST(Measured, CountsItemsAndWhatTheyCost) {
  const Measured measured = measured_of(report_of(2e6), 8, {36.0});
  EXPECT_DOUBLE_EQ(measured.items_per_second, 8 / 2e-3);
  EXPECT_EQ(measured.flops_per_item, 800 / 8);
  EXPECT_DOUBLE_EQ(measured.core_seconds_per_item.value(), 2 * 2e-3 / 8);
  EXPECT_FALSE(measured.device_seconds_per_item);
  // 36 an hour is 0.01 a second for eight cores; two of them for 0.25 ms an item.
  EXPECT_DOUBLE_EQ(measured.price_per_million_items.value(), 0.01 * 2 / 8 * 2.5e-4 * 1e6);
  EXPECT_EQ(measured.threads, 2);
  EXPECT_EQ(measured.machine, "CPU");
  EXPECT_FALSE(measured_of(report_of(2e6), 8, {}).price_per_million_items);
}

TEST(Measured, TakesThroughputFromCallsAtOnceWhereThereWereSome) {
  Report report = report_of(2e6);
  report.load.emplace();
  report.load->threads = 3;
  report.load->calls_per_second = 1000;
  const Measured measured = measured_of(report, 4, {});
  EXPECT_DOUBLE_EQ(measured.items_per_second, 4000);
  EXPECT_DOUBLE_EQ(measured.core_seconds_per_item.value(), 4.0 / 4000)
      << "3 x 2 threads, and four cores";
}

TEST(Measured, CountsADeviceWhole) {
  Report report = report_of(1e6);
  report.device.emplace();
  report.environment.device_name = "H200";
  const Measured measured = measured_of(report, 1, {3.6});
  EXPECT_FALSE(measured.core_seconds_per_item);
  EXPECT_DOUBLE_EQ(measured.device_seconds_per_item.value(), 1e-3);
  EXPECT_DOUBLE_EQ(measured.price_per_million_items.value(), 1e-3 * 1e-3 * 1e6);
  EXPECT_EQ(measured.machine, "H200");
}

TEST(Measured, KnowsNothingOfWhatWasNotMeasured) {
  Report report;
  const Measured measured = measured_of(report, 1, {1.0});
  EXPECT_EQ(measured.items_per_second, 0);
  EXPECT_FALSE(measured.flops_per_item);
  EXPECT_FALSE(measured.peak_memory_bytes);
}

}  // namespace
}  // namespace hookstat::sweep::testing
