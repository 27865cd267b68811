// The facts at the end of the console report, and the sections that they point to.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "export/console_section.h"
#include "export/writers.h"
#include "unit/export/sample_reports.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string verdict_of(const Report& report) { return exporting::verdict_lines(report, {}); }

/// Three leaves with 60, 30 and 9.5 % of the time, and a root with the rest.
Report sample() {
  Report report;
  report.modules = {leaf("", "Net"), leaf("a", "A"), leaf("b", "B"), leaf("c", "C")};
  report.modules[0].leaf = false;
  const double percent[] = {0.5, 60, 30, 9.5};
  for (std::size_t i = 0; i < report.modules.size(); ++i) {
    ModuleReport& module = report.modules[i];
    module.calls = 1;
    module.time_percent = percent[i];
    module.flops_percent = 25.0;
    module.time_ns = {constant(percent[i] * 1000), constant(percent[i] * 1000)};
  }
  return report;
}

TEST(Verdict, NamesTheLongestModules) {
  EXPECT_EQ(verdict_of(sample()),
            "\nIn short\n"
            "  - Most of the time: a 60.0 % (25.0 % of the FLOPs), b 30.0 % (25.0 % of the FLOPs) "
            "and c 9.5 % (25.0 % of the FLOPs) [--sort time]\n");
}

TEST(Verdict, SaysNothingOfAnEmptyReport) { EXPECT_THAT(verdict_of(Report()), IsEmpty()); }

TEST(Verdict, NamesTheOperatorsThatWereTimed) {
  Report report = sample();
  report.operators = {{"a", "aten::conv2d", 3, {}, PriceState::kPriced, 800.0, 3},
                      {"b", "aten::add", 1, {}, PriceState::kPriced, 5.0, 1}};
  report.operator_timing.emplace();
  report.operator_timing->operators_ns = 805;
  report.operator_timing->between_ns = 195;
  EXPECT_THAT(verdict_of(report),
              HasSubstr("By operator: aten::conv2d 80.0 % in 3 calls [--sources]\n"));
  EXPECT_THAT(verdict_of(report), HasSubstr("Between operators: 19.5 % of the time, 195 ns"));
  report.settings.sources = true;
  EXPECT_THAT(verdict_of(report), HasSubstr("in 3 calls [-o FILE.json]\n"));
}

TEST(Verdict, NamesWhatIsFarFromTheRoofByWhatThereIsToGain) {
  Report report = sample();
  report.modules[1].efficiency.roofline_percent = 49;
  report.modules[1].efficiency.bound = "compute";
  report.modules[2].efficiency.roofline_percent = 51;
  report.modules[2].efficiency.bound = "compute";
  report.modules[3].efficiency.roofline_percent = 10;
  report.modules[3].efficiency.bound = "memory";
  EXPECT_THAT(verdict_of(report),
              HasSubstr("Far from what the machine can do: a at 49.0 % of its compute roof (60.0 % "
                        "of the time) and c at 10.0 % of its memory roof (9.5 % of the time) "
                        "[--sort roofline]\n"));
}

TEST(Verdict, LeavesOutRoofsThatUncountedWorkIsMissingFrom) {
  Report report = sample();
  report.modules[1].efficiency.roofline_percent = 10;
  report.modules[1].efficiency.bound = "compute";
  report.modules[1].exclusive_cost.uncounted_calls = 1;
  EXPECT_THAT(verdict_of(report), Not(HasSubstr("Far from")));
}

Report with_memory() {
  Report report = sample();
  report.model.parameter_bytes = 4000;
  report.model.buffer_bytes = 500;
  report.memory = MemoryReport{"cpu", 3000, 2000, 2, 1500, 400, 7, 9000, 0};
  report.modules[2].memory = MemoryUse{0, 9000, 0, 1900, 0, 9000, 1500, 0};
  report.modules[1].memory = MemoryUse{0, 0, 0, 500, 0, 0, 500, 0};
  report.modules[3].memory = MemoryUse{};
  return report;
}

TEST(Verdict, HasTheMemorysPeak) {
  Report report = with_memory();
  EXPECT_THAT(verdict_of(report), HasSubstr("Memory: 3.00 kB of activations at the peak, in b; "
                                            "parameters 4.00 kB [--sort memory]\n"));
  report.memory->left_bytes = 16;
  EXPECT_THAT(verdict_of(report), HasSubstr("; 16 B left behind ["));
}

Report with_load() {
  Report report = sample();
  report.load = LoadReport{4, 30, 20, constant(130e6), constant(131e6)};
  report.modules[1].under_load = ModuleUnderLoad{{constant(90'000), constant(90'000)}, 1.5};
  report.modules[2].under_load = ModuleUnderLoad{{constant(75'000), constant(75'000)}, 2.5};
  report.modules[3].under_load = ModuleUnderLoad{{constant(9'000), constant(9'000)}, 0.95};
  report.modules[0].under_load = ModuleUnderLoad{{constant(5'000), constant(5'000)}, 10};
  return report;
}

TEST(Verdict, HasWhatSeveralThreadsDo) {
  EXPECT_THAT(
      verdict_of(with_load()),
      HasSubstr("With 4 threads: 1.50 times the throughput of one, b slowed down most (2.50 "
                "times) [--threads]\n"));
}

TEST(LoadSection, NamesTheModulesThatStopScalingFirst) {
  EXPECT_EQ(exporting::load_lines(with_load(), {}),
            "\nUnder load, 4 threads at once\n"
            "  throughput     30.0/s, 1.50 x that of one (20.0/s)\n"
            "  latency        130 ms\n"
            "                 p90 130 ms, p99 130 ms\n"
            "  slowed down most, by own time\n"
            "    b  2.50 x  75.0 us  alone 30.0 us\n"
            "    a  1.50 x  90.0 us  alone 60.0 us\n")
      << "the model itself has too little of the time, and c did not slow down";
  EXPECT_THAT(exporting::load_lines(sample(), {}), IsEmpty());
}

TEST(Verdict, HasUncountedWork) {
  Report report = sample();
  report.uncounted = {{"mine::op", 2, {"a"}, 60.0}, {"mine::other", 1, {"a", "c"}, 69.5}};
  report.modules[1].exclusive_cost.uncounted_calls = 2;
  report.modules[3].exclusive_cost.uncounted_calls = 1;
  EXPECT_THAT(verdict_of(report),
              HasSubstr("Uncounted: 2 operators, in modules with 69.5 % of the time [--costs]\n"));
}

TEST(Verdict, HasTimeOfContainersOwn) {
  Report report = sample();
  EXPECT_THAT(verdict_of(report), Not(HasSubstr("containers"))) << "half a percent";
  report.modules[0].time_percent = 7.0;
  report.modules[0].time_ns.exclusive = constant(7000);
  EXPECT_THAT(verdict_of(report), HasSubstr("In containers' own code and the interpreter: 7.0 % of "
                                            "the time, 7.00 us [--operators]\n"));
}

TEST(MemorySection, SaysWhatIsHeldAtThePeakAndWhatIsBesideIt) {
  EXPECT_EQ(exporting::memory_lines(with_memory(), {}),
            "\nMemory\n"
            "  peak           3.00 kB of activations, in b after 1.50 us\n"
            "  beside it      parameters 4.00 kB, buffers 500 B, inputs 400 B\n"
            "  allocated      9.00 kB in 7 blocks\n"
            "  held at the peak, by who allocated it\n"
            "    b  1.50 kB  75.00 %\n"
            "    a    500 B  25.00 %\n");
  EXPECT_THAT(exporting::memory_lines(sample(), {}), IsEmpty());
}

TEST(MemorySection, SaysWhatIsLeftBehind) {
  Report report = with_memory();
  report.memory->left_bytes = 1000;
  EXPECT_THAT(exporting::memory_lines(report, {}),
              HasSubstr("  left behind    1.00 kB when the call and its results were gone\n"));
}

TEST(MemorySection, AddsUpWhatIsLeftOfManyHolders) {
  Report report = with_memory();
  for (int i = 0; i < 6; ++i) {
    report.modules.push_back(leaf("m" + std::to_string(i), "M"));
    report.modules.back().memory = MemoryUse{0, 0, 0, 0, 0, 0, 10, 0};
  }
  EXPECT_THAT(exporting::memory_lines(report, {}),
              HasSubstr("    3 other modules     30 B   1.50 %\n"));
}

TEST(PeakMemory, IsAColumnAndASortKey) {
  ExportOptions options;
  EXPECT_THAT(exporting::write_table(sample(), options), Not(HasSubstr("peak mem")));
  options.sort = "memory";
  const std::string table = exporting::write_table(with_memory(), options);
  EXPECT_THAT(table, HasSubstr("peak mem"));
  EXPECT_LT(table.find("\nb "), table.find("\na ")) << table;
  EXPECT_LT(table.find("\na "), table.find("\nc ")) << table;
}

Report with_lines(std::size_t lines) {
  Report report = sample();
  report.settings.sources = true;
  report.sources.emplace();
  for (std::size_t i = 0; i < lines; ++i) {
    SourceReport row;
    row.file = "net.py";
    row.line = static_cast<std::int64_t>(i) + 1;
    row.text = "x = f(x)";
    row.time_ns = 1000;
    row.time_percent = 2.0;
    row.flops = 5;
    row.calls = 1;
    report.sources->push_back(row);
  }
  return report;
}

TEST(LineSection, HasTimesSharesAndCosts) {
  Report report = with_lines(1);
  report.sources->at(0).scope = "vgg.0";
  EXPECT_THAT(
      exporting::operator_lines(report, {}),
      HasSubstr("By line of code\n"
                "  net.py:1 (vgg.0)  1.00 us  2.00 %  1 operator call  5 FLOPs  x = f(x)\n"));
}

TEST(LineSection, NamesOperatorsWithoutALine) {
  Report report = with_lines(1);
  report.sources->at(0) = SourceReport();
  report.sources->at(0).time_ns = 10;
  EXPECT_THAT(exporting::operator_lines(report, {}), HasSubstr("  (line not known)  10.0 ns"));
}

TEST(LineSection, AddsUpWhatIsLeftOfManyLines) {
  EXPECT_THAT(exporting::operator_lines(with_lines(18), {}),
              HasSubstr("\n  3 other lines  3.00 us  6.00 %  3 operator calls  15 FLOPs\n"));
}

}  // namespace
}  // namespace hookstat::testing
