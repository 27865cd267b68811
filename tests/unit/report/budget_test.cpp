#include "hookstat/budget.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hookstat/error.h"
#include "unit/report/recordings.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

Report report_of_23_ms() {
  Report report;
  report.latency_ns.count = 10;
  report.latency_ns.median = 23.1e6;
  report.latency_ns.p99 = 1.5e9;
  report.first_call_ns = 900;
  report.overhead.percent = -0.5;
  report.totals.cost.flops = 62'700'000'000;
  return report;
}

std::optional<std::string> held(const std::string& limit) {
  return exceeded(parse_budget(limit), report_of_23_ms());
}

std::string complaint_about(const std::string& limit) {
  try {
    static_cast<void>(parse_budget(limit));
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing";
}

TEST(Budget, SaysWhatTheReportHasWhereTheLimitIsExceeded) {
  EXPECT_THAT(held("latency_median>20ms"),
              Optional(std::string("latency_median is 23.100 ms (latency_median>20ms)")));
  EXPECT_THAT(held("latency_p99 >= 1.5 s"),
              Optional(std::string("latency_p99 is 1.500 s (latency_p99 >= 1.5 s)")));
  EXPECT_THAT(held("flops>62G"), Optional(std::string("flops is 62700000000 (flops>62G)")));
  EXPECT_THAT(held("overhead_percent<0%"),
              Optional(std::string("overhead_percent is -0.50 % (overhead_percent<0%)")));
  EXPECT_THAT(held("first_call<=900ns"),
              Optional(std::string("first_call is 900.000 ns (first_call<=900ns)")));
}

TEST(Budget, IsSilentWhereTheLimitHolds) {
  for (const char* limit :
       {"latency_median>23.1ms", "latency_median>24000us", "latency_median<0.0231s", "flops>62.7G",
        "overhead_percent>2", "first_call>1us", "latency_p99>1.6e9ns"}) {
    EXPECT_FALSE(held(limit)) << limit;
  }
}

TEST(Budget, KnowsADevice) {
  Report report = report_of_23_ms();
  report.device.emplace();
  report.device->launch_ns.count = 1;
  report.device->launch_ns.median = 2e6;
  report.device->idle_percent = 27.5;
  EXPECT_THAT(exceeded(parse_budget("launch_median>1ms"), report),
              Optional(std::string("launch_median is 2.000 ms (launch_median>1ms)")));
  EXPECT_THAT(exceeded(parse_budget("device_idle_percent>20%"), report),
              Optional(std::string("device_idle_percent is 27.50 % (device_idle_percent>20%)")));
  EXPECT_FALSE(knows(report, parse_budget("device_busy_median>1ms")));
  EXPECT_FALSE(knows(report_of_23_ms(), parse_budget("device_idle_percent>20%")));
}

TEST(Budget, NeverHoldsForWhatIsUnknown) {
  EXPECT_FALSE(exceeded(parse_budget("latency_median<1s"), Report{}));
  EXPECT_FALSE(exceeded(parse_budget("cv_percent<100"), Report{}));
  EXPECT_FALSE(knows(Report{}, parse_budget("cv_percent<100")));
  EXPECT_TRUE(knows(report_of_23_ms(), parse_budget("latency_median<1s")));
}

TEST(Budget, RefusesWhatIsNone) {
  EXPECT_EQ(complaint_about("latency_median"), "latency_median: there is no > or < in it");
  EXPECT_EQ(complaint_about("latency>1ms"), "latency>1ms: there is no metric 'latency'");
  EXPECT_EQ(complaint_about(">1ms"), ">1ms: there is no metric ''");
  EXPECT_EQ(complaint_about("latency_median>20"),
            "latency_median>20: a time needs a unit: ns, us, ms or s");
  EXPECT_EQ(complaint_about("latency_median>20%"),
            "latency_median>20%: '%' is no unit of this metric");
  EXPECT_EQ(complaint_about("flops>20ms"), "flops>20ms: 'ms' is no unit of this metric");
  EXPECT_EQ(complaint_about("flops>"), "flops>: '' is not a number");
  EXPECT_EQ(complaint_about("flops>>1"), "flops>>1: '>1' is not a number");
  EXPECT_EQ(complaint_about("flops>nan"), "flops>nan: 'nan' is not a number");
}

TEST(Budget, HintsAtTheMetricsThereAre) {
  try {
    static_cast<void>(parse_budget("speed>1"));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.hint(), HasSubstr("latency_p99"));
  }
}

}  // namespace
}  // namespace hookstat::testing
