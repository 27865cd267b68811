// --peaks: how near modules come to what the machine can do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hookstat/report.h"
#include "integration/process.h"

namespace hookstat::testing {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct Profiled {
  ProcessResult result;
  Report report;
};

Profiled profile_with(const std::string& peaks, const std::string& model,
                      const std::string& input) {
  const TemporaryFolder folder;
  Profiled profiled;
  std::vector<std::string> arguments{
      "profile", model_file(model), "--input", input, "--runs", "10", "-o", folder / "report.json"};
  if (!peaks.empty()) arguments.insert(arguments.end(), {"--peaks", peaks});
  profiled.result = hookstat_run(arguments);
  EXPECT_EQ(profiled.result.exit_code, 0) << profiled.result.err;
  profiled.report = report_from_json(read_file(folder / "report.json"));
  return profiled;
}

TEST(PeaksOption, MeasuresTheMachine) {
  const Profiled profiled = profile_with("measure", "ssd300", "1x3x300x300");
  const auto& peaks = profiled.report.machine_peaks;
  ASSERT_TRUE(peaks);
  ASSERT_EQ(peaks->peaks.size(), 1U);
  EXPECT_EQ(peaks->peaks.front().dtype, "float32");
  EXPECT_THAT(peaks->how, HasSubstr("measured: square matrix products, and copies of "));
  EXPECT_GT(profiled.report.phases_ns.peaks_ns, 0);
  // Wide limits, because other processes take part of the machine at times; a unit that is wrong,
  // or a number of threads, is further off than that.
  for (const ModuleReport& module : profiled.report.modules) {
    if (module.exclusive_cost.cost.flops < 1'000'000'000) continue;
    ASSERT_TRUE(module.efficiency.roofline_percent) << module.path;
    EXPECT_GT(*module.efficiency.roofline_percent, 3) << module.path;
    EXPECT_LT(*module.efficiency.roofline_percent, 300) << module.path;
    EXPECT_EQ(module.efficiency.bound, "compute") << module.path;
  }
  EXPECT_THAT(profiled.result.out, AllOf(HasSubstr("peaks     float32 "), HasSubstr("roof %")));
}

TEST(PeaksOption, TakesThoseOfTheUser) {
  const Profiled profiled = profile_with("float32=1T,2G", "plain", "1x3x16x16");
  const auto& peaks = profiled.report.machine_peaks;
  ASSERT_TRUE(peaks);
  EXPECT_EQ(peaks->peaks.front(), (MachinePeak{"float32", 1e12}));
  EXPECT_EQ(peaks->bytes_per_second, 2e9);
  EXPECT_EQ(profiled.report.phases_ns.peaks_ns, 0);
  for (const ModuleReport& module : profiled.report.modules) {
    if (module.exclusive_cost.cost.flops == 0) continue;
    EXPECT_THAT(module.efficiency.bound, AnyOf("compute", "memory")) << module.path;
    EXPECT_GT(module.efficiency.roofline_percent.value_or(0), 0) << module.path;
  }
  EXPECT_THAT(profiled.result.out,
              HasSubstr("peaks     float32 1000 GFLOP/s, memory 2.00 GB/s (given)"));
}

TEST(PeaksOption, IsNotNeeded) {
  const Profiled profiled = profile_with("", "plain", "1x3x16x16");
  EXPECT_FALSE(profiled.report.machine_peaks);
  EXPECT_FALSE(profiled.report.totals.efficiency.roofline_percent);
  EXPECT_THAT(profiled.result.out, Not(HasSubstr("roof %")));
}

TEST(PeaksOption, IsRefusedInOneLineWhereItIsNoPair) {
  const ProcessResult result =
      hookstat_run({"profile", model_file("plain"), "--input", "1x3x16x16", "--peaks", "fast"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr("hookstat: error: --peaks fast: is no pair of rates\n"));
}

}  // namespace
}  // namespace hookstat::testing
