#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "export/comparison_text.h"
#include "hookstat/comparison_writers.h"
#include "unit/export/golden.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ModuleChange module_change(const std::string& path, double base_ns, double new_ns,
                           Verdict verdict) {
  ModuleChange change;
  change.path = path;
  change.base_path = path;
  change.class_name = "Conv2d";
  change.own = {base_ns, new_ns, 100 * (new_ns / base_ns - 1), std::nullopt, std::nullopt};
  change.verdict = verdict;
  return change;
}

Comparison sample() {
  Comparison comparison;
  comparison.base_model = "old.pt";
  comparison.new_model = "new.pt";
  comparison.base_processes = 5;
  comparison.new_processes = 1;
  comparison.latency = {12e6, 13.2e6, 10.0, std::pair{4.5, 15.75}, 0.001};
  comparison.latency_verdict = Verdict::kSlower;
  ModuleChange slower = module_change("features.0", 3e6, 4e6, Verdict::kSlower);
  slower.own.percent_ci95 = {30.0, 36.5};
  slower.own.p_value = 1e-5;
  ModuleChange renamed = module_change("features.1", 2e6, 1.5e6, Verdict::kFaster);
  renamed.base_path = "body.1";
  renamed.only_relative = true;
  renamed.relative = {2e6, 1.6e6, -20.0, std::pair{-22.0, -18.0}, 1e-4};
  comparison.modules = {slower, renamed,
                        module_change("head | tail", 1e6, 1.01e6, Verdict::kUnclear),
                        module_change("", 4e3, 5e3, Verdict::kNotTested)};
  ModuleChange never;
  never.path = never.base_path = "unused";
  comparison.modules.push_back(never);
  comparison.added = {"fresh_<b>"};
  comparison.removed = {"gone*"};
  comparison.costs = {{"features.0", "flops", "100", "200"}};
  comparison.shapes = {{"", "outputs", "1x4 float32", "1x4 float16"}};
  comparison.warnings = {{"environment_differs", "the sides differ in threads (2, then 4)"}};
  return comparison;
}

std::string written(const char* format, const ComparisonOptions& options = {},
                    const Comparison& comparison = sample()) {
  for (const ComparisonWriter& writer : comparison_writers()) {
    if (writer.name == format) return writer.write(comparison, options);
  }
  return {};
}

TEST(ComparisonTable, ShowsAllThatChanged) { expect_golden("comparison.txt", written("table")); }

TEST(ComparisonTable, FitsANarrowTerminal) {
  const std::string table = written("table", {60, false, 10});
  std::size_t begin = 0;
  while (begin < table.size()) {
    const std::size_t end = table.find('\n', begin);
    EXPECT_LE(end - begin, 60U) << table.substr(begin, end - begin);
    begin = end + 1;
  }
}

TEST(ComparisonTable, ShowsTheTopModulesOnly) {
  const std::string table = written("table", {0, false, 1});
  EXPECT_THAT(table, HasSubstr("slower"));
  EXPECT_THAT(table, Not(HasSubstr("features.1")));
}

TEST(ComparisonTable, OfNothingKnownIsShort) {
  EXPECT_EQ(written("table", {}, Comparison{}),
            "base      -, 0 processes\n"
            "new       -, 0 processes\n"
            "latency   0 to 0, -: no clear change\n");
}

TEST(ComparisonMarkdown, ShowsAllThatChanged) {
  expect_golden("comparison.md", written("markdown"));
}

TEST(ComparisonJson, HasEveryNumber) {
  const auto json = nlohmann::json::parse(written("json"));
  EXPECT_EQ(json["latency_verdict"], "slower");
  EXPECT_EQ(json["latency"]["percent_ci95"][1], 15.75);
  EXPECT_EQ(json["new"]["processes"], 1);
  EXPECT_EQ(json["modules"].size(), 5U);
  EXPECT_EQ(json["modules"][1]["base_path"], "body.1");
  EXPECT_EQ(json["modules"][1]["only_relative"], true);
  EXPECT_EQ(json["modules"][1]["relative"]["p_value"], 1e-4);
  EXPECT_TRUE(json["modules"][1]["own"]["percent_ci95"].is_null());
  EXPECT_EQ(json["modules"][3]["verdict"], "not_tested");
  EXPECT_EQ(json["costs"][0]["new"], "200");
  EXPECT_EQ(json["warnings"][0]["code"], "environment_differs");
}

TEST(ComparisonText, HasASignAndOneDecimal) {
  EXPECT_EQ(exporting::change_text(0.04), "+0.0 %");
  EXPECT_EQ(exporting::change_text(-0.04), "+0.0 %");
  EXPECT_EQ(exporting::change_text(-12.345), "-12.3 %");
  EXPECT_EQ(exporting::change_text(std::nullopt), "-");
}

}  // namespace
}  // namespace hookstat::testing
