// --costs: rules for operators that hookstat has no formula for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "integration/process.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string rules(const std::string& name, const std::string& text) {
  const std::string path = ::testing::TempDir() + name + ".json";
  std::ofstream(path) << text;
  return path;
}

ProcessResult profile_with(const std::vector<std::string>& costs) {
  std::vector<std::string> arguments{
      "profile",        model_file("custom_operators"),
      "--input",        "2x4",
      "--runs",         "1",
      "--format",       "json",
      "--load-library", std::string(HOOKSTAT_CUSTOM_OPS) + "/custom_ops.so"};
  for (const std::string& file : costs) arguments.insert(arguments.end(), {"--costs", file});
  return hookstat_run(arguments);
}

nlohmann::json operator_of(const ProcessResult& result, const std::string& name) {
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const auto report = nlohmann::json::parse(result.out);
  for (const auto& entry : report["operators"]) {
    if (entry["name"] == name) return entry;
  }
  return {};
}

TEST(Costs, PriceTheOperatorsOfOnesOwn) {
  const auto file = rules("own", R"({"hookstat_test::scaled_add": "elementwise: 2"})");
  const ProcessResult result = profile_with({file});
  const auto entry = operator_of(result, "hookstat_test::scaled_add");
  EXPECT_EQ(entry["state"], "priced");
  EXPECT_EQ(entry["flops"], 2 * (2 * 4));
  EXPECT_EQ(entry["bytes_written"], 2 * 4 * 4);
  const auto report = nlohmann::json::parse(result.out);
  EXPECT_THAT(report["uncounted"], IsEmpty());
  EXPECT_EQ(report["settings"]["own_costs"], nlohmann::json{"hookstat_test::scaled_add"});
  EXPECT_THAT(result.err, Not(HasSubstr("[costs_unused]")));
}

TEST(Costs, OfALaterFileGoBeforeThoseOfAnEarlierOne) {
  const auto first = rules("first", R"({"hookstat_test::scaled_add": "elementwise: 2"})");
  const auto second = rules("second", R"({"hookstat_test::scaled_add": "like: aten::add"})");
  const auto entry = operator_of(profile_with({first, second}), "hookstat_test::scaled_add");
  EXPECT_EQ(entry["flops"], 2 * 4);
}

TEST(Costs, ForOperatorsThatDidNotRunAreWarnedOf) {
  const auto file = rules("unused", R"({"hookstat_test::scaled_ad": "free"})");
  const ProcessResult result = profile_with({file});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("1 formula of your own for operators that did not run: "
                                    "hookstat_test::scaled_ad [costs_unused]"));
}

TEST(Costs, ThatAreWrongAreRefusedInOneLine) {
  const auto complaint = [](const std::string& file) {
    const ProcessResult result = profile_with({file});
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.out, IsEmpty());
    return result.err.substr(0, result.err.find('\n'));
  };
  EXPECT_EQ(complaint("/nowhere/costs.json"), "hookstat: error: /nowhere/costs.json: no such file");
  const auto cheap = rules("cheap", R"({"hookstat_test::scaled_add": "cheap"})");
  EXPECT_EQ(complaint(cheap),
            "hookstat: error: " + cheap + ": hookstat_test::scaled_add: 'cheap' is no rule");
  const auto empty = rules("empty", "");
  EXPECT_EQ(complaint(empty), "hookstat: error: " + empty + ": is empty");
}

TEST(Costs, AreNotOverwrittenByAReport) {
  const auto file = rules("kept", R"({"hookstat_test::scaled_add": "free"})");
  const ProcessResult result =
      hookstat_run({"profile", model_file("plain"), "--costs", file, "-o", file});
  EXPECT_EQ(result.exit_code, 2);
  std::ifstream kept(file);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(kept), {}),
            R"({"hookstat_test::scaled_add": "free"})");
}

}  // namespace
}  // namespace hookstat::testing
