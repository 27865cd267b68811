#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "export/display_text.h"
#include "export/writers.h"
#include "hookstat/error.h"
#include "unit/export/golden.h"
#include "unit/export/sample_reports.h"

namespace hookstat::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string table_of(const Report& report, const ExportOptions& options = {}) {
  return exporting::write_table(report, options);
}

ExportOptions sorted_by(const std::string& key) {
  ExportOptions options;
  options.sort = key;
  return options;
}

/// First words of the rows between the rules, in order.
std::vector<std::string> row_names(const std::string& table) {
  std::vector<std::string> names;
  std::istringstream stream(table);
  int rules = 0;
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("---")) ++rules;
    std::string name;
    if (rules == 1 && std::istringstream(line) >> name && name != "---" && name[0] != '-') {
      names.push_back(name);
    }
  }
  return names;
}

TEST(Table, ShowsTheSmallModelWithoutLimit) {
  expect_golden("table_small.txt", table_of(small_report()));
}

Report with_timed_operators() {
  Report report = small_report();
  report.operators = {{"a", "aten::conv2d", 1, {}, PriceState::kPriced, 30'000.0, 1},
                      {"b", "aten::conv2d", 2, {}, PriceState::kPriced, 50'000.0, 2},
                      {"b", "mine::op", 1, {}, PriceState::kUncounted, 90'000.0, 1},
                      {"b", "aten::never", 1, {}, PriceState::kFree, {}, {}}};
  report.operators[0].cost.flops = report.operators[1].cost.flops = 40'000;
  report.operator_timing.emplace();
  report.operator_timing->operators_ns = 170'000;
  report.operator_timing->between_ns = 30'000;
  report.operator_timing->overhead = {0.2, std::pair{0.1, 0.5}, 12.5, 4};
  return report;
}

TEST(Table, AddsUpTimedOperatorsByNameTheLongestFirst) {
  EXPECT_THAT(table_of(with_timed_operators()),
              AllOf(HasSubstr("By operator, as the executor ran them\n"
                              "  mine::op                        1 call  90.0 us  45.00 %     "
                              "uncounted\n"
                              "  aten::conv2d                   3 calls  80.0 us  40.00 %  "
                              "1.00 GFLOP/s\n"
                              "  between them: the interpreter           30.0 us  15.00 %\n"
                              "  the marks add  0.20 % (95 % between 0.10 % and 0.50 %), 12.5 ns "
                              "for each of 4 operator calls\n"),
                    Not(HasSubstr("aten::never"))));
}

TEST(Table, HasThePairsOfModuleAndOperatorThatTakeLongest) {
  EXPECT_THAT(table_of(with_timed_operators()),
              HasSubstr("By module and operator\n"
                        "  b  mine::op       1 call  90.0 us  45.00 %     uncounted\n"
                        "  b  aten::conv2d  2 calls  50.0 us  25.00 %  0.80 GFLOP/s\n"
                        "  a  aten::conv2d   1 call  30.0 us  15.00 %  1.33 GFLOP/s\n"));
  Report frozen = with_timed_operators();
  frozen.modules.resize(1);
  EXPECT_THAT(table_of(frozen), Not(HasSubstr("By module and operator")));
}

TEST(Table, AddsUpWhatIsLeftOfManyTimedOperators) {
  Report report = with_timed_operators();
  for (int i = 0; i < 12; ++i) {
    report.operators.push_back({"a", "small::op" + std::to_string(i), 1, {}, {}, 1'000.0, 1});
  }
  EXPECT_THAT(table_of(report), AllOf(HasSubstr("small::op7 "), Not(HasSubstr("small::op9 ")),
                                      HasSubstr("2 other operators")));
}

TEST(Table, SaysWhatMeasuringAddsWhereItShows) {
  Report report = small_report();
  report.overhead = {0.2, std::pair{0.1, 0.5}, 22.4, 9};
  EXPECT_THAT(
      table_of(report),
      HasSubstr("measuring adds 0.20 % (95 % between 0.10 % and 0.50 %), 22.4 ns for each of "
                "9 module calls\n"));
}

TEST(Table, SaysThatMeasuringIsLostInTheNoiseWhereItDoesNot) {
  Report report = small_report();
  report.overhead = {0.2, std::pair{-0.1, 0.5}, 22.4, 9};
  EXPECT_THAT(table_of(report),
              HasSubstr("measuring adds nothing that shows: between -0.10 % and 0.50 % (95 %)\n"));
}

TEST(Table, ShowsTheSmallModelIn120Columns) {
  ExportOptions options;
  options.width = 120;
  expect_golden("table_small_120.txt", table_of(small_report(), options));
}

TEST(Table, ShowsTheSmallModelIn80ColumnsInColor) {
  ExportOptions options;
  options.width = 80;
  options.color = true;
  expect_golden("table_small_80_color.txt", table_of(small_report(), options));
}

TEST(Table, ShowsSsd300) {
  ExportOptions options;
  options.width = 120;
  expect_golden("table_ssd300_120.txt", table_of(ssd300_report(), options));
}

TEST(Table, FoldsWhatIsBelowTheDepth) {
  ExportOptions options;
  options.depth = 1;
  expect_golden("table_ssd300_depth1.txt", table_of(ssd300_report(), options));
}

TEST(Table, ShowsTheTopRowsByTimeAndSumsUpTheRest) {
  ExportOptions options = sorted_by("time");
  options.top = 5;
  options.width = 100;
  expect_golden("table_ssd300_top5.txt", table_of(ssd300_report(), options));
}

TEST(Table, ShowsAnEmptyReport) { expect_golden("table_empty.txt", table_of(Report())); }

TEST(Table, SortsByEachKey) {
  const Report report = small_report();
  EXPECT_EQ(row_names(table_of(report, sorted_by("time")))[0], "features.conv");
  EXPECT_EQ(row_names(table_of(report, sorted_by("flops")))[1],
            "heads.a_classifier_with_a_rather_long_name");
  EXPECT_EQ(row_names(table_of(report, sorted_by("params")))[0],
            "heads.a_classifier_with_a_rather_long_name");
  EXPECT_EQ(row_names(table_of(report, sorted_by("calls")))[0], "shared");
  EXPECT_EQ(row_names(table_of(report, sorted_by("path")))[0], "(model)");
}

TEST(Table, ShowsTheRoofWhereThePeaksAreKnown) {
  Report report = small_report();
  report.machine_peaks = MachinePeaks{{{"float32", 118e9}, {"int8", 5e11}}, 21.3e9, "given"};
  report.modules[0].efficiency.roofline_percent = 25;
  report.modules[0].efficiency.bound = "memory";
  const std::string table = table_of(report);
  EXPECT_THAT(table, HasSubstr("peaks     float32 118 GFLOP/s, int8 500 GFLOP/s, memory 21.3 GB/s "
                               "(given)\n"));
  EXPECT_THAT(table, AllOf(HasSubstr(" roof %  bound "), HasSubstr("  25.00+  memory "),
                           HasSubstr("bound is the peak that allows no less")));
  EXPECT_THAT(table_of(small_report()), Not(HasSubstr("roof %")));
}

TEST(Table, SortsByWhatIsAboveTheRoof) {
  Report report = small_report();
  for (ModuleReport& module : report.modules) module.efficiency.roofline_percent = 100;
  report.modules[0].efficiency.roofline_percent = 50;
  EXPECT_EQ(row_names(table_of(report, sorted_by("roofline")))[0], "(model)");
}

TEST(Table, KeepsRegistrationOrderAmongEquals) {
  const auto names = row_names(table_of(small_report(), sorted_by("calls")));
  EXPECT_EQ(names[1], "(model)");
  EXPECT_EQ(names[2], "features");
}

TEST(Table, RefusesAnUnknownSortKey) {
  try {
    (void)table_of(small_report(), sorted_by("colour"));
    FAIL() << "no error";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("'colour'"));
    EXPECT_THAT(error.hint(),
                HasSubstr("time, flops, params, calls, roofline, memory, launch, idle, path"));
  }
}

TEST(Table, DepthZeroIsTheModelAlone) {
  ExportOptions options;
  options.depth = 0;
  EXPECT_THAT(row_names(table_of(small_report(), options)), ::testing::ElementsAre("(model)"));
}

TEST(Table, KeepsWithinEveryWidth) {
  for (int width = 48; width < 200; ++width) {
    ExportOptions options;
    options.width = width;
    std::istringstream stream(table_of(small_report(), options));
    for (std::string line; std::getline(stream, line);) {
      EXPECT_LE(exporting::display_width(line), static_cast<std::size_t>(width)) << line;
    }
  }
}

TEST(Table, IsTheSameTextWithColor) {
  ExportOptions options;
  options.color = true;
  std::string text = table_of(ssd300_report(), options);
  for (const std::string code : {"\x1b[0m", "\x1b[1m", "\x1b[33m", "\x1b[1;31m"}) {
    ASSERT_THAT(text, HasSubstr(code));
    for (auto at = text.find(code); at != std::string::npos; at = text.find(code)) {
      text.erase(at, code.size());
    }
  }
  EXPECT_EQ(text, table_of(ssd300_report()));
}

TEST(Table, LetsNoNameReachTheTerminalRaw) {
  Report report = report_of_names({"evil\x1b[2J\nname"});
  report.model.path = "a\x1b]0;b";
  EXPECT_THAT(table_of(report), AllOf(Not(HasSubstr("\x1b")), HasSubstr("evil\\x1b[2J\\nname")));
}

TEST(Table, TakesTheDevicesTimeWhereThereIsOne) {
  Report report = small_report();
  report.modules[2].device_time_ns = TimeSplit{constant(77'700), constant(77'700)};
  EXPECT_THAT(table_of(report), AllOf(HasSubstr("77.7 us"), HasSubstr("device's time")));
}

TEST(Table, SurvivesParentsThatAreNone) {
  Report report = small_report();
  report.modules[2].parent = 99;
  report.modules[3].parent = 3;
  report.modules[5].parent = -7;
  ExportOptions options;
  options.depth = 1;
  EXPECT_THAT(table_of(report, options), HasSubstr("features.conv"));
}

}  // namespace
}  // namespace hookstat::testing
