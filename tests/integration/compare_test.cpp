// `hookstat compare` with real reports.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "hookstat/report.h"
#include "integration/process.h"

namespace hookstat::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

/// One real report of three processes, and what would be if all in it had taken `factor` of the
/// time.
class Compared : public ::testing::Test {
 protected:
  void SetUp() override {
    const ProcessResult result =
        hookstat_run({"profile", model_file("plain"), "--input", "1x3x16x16", "--processes", "3",
                      "--runs", "6", "--warmup", "2", "-o", folder / "base.json"});
    ASSERT_EQ(result.exit_code, 0) << result.err;
  }

  /// A copy whose processes differ by one part in a thousand, so that every change is clear.
  void write_steady(const std::string& name, double factor) {
    Report report = report_from_json(read_file(folder / "base.json"));
    const ProcessReport first = report.processes.front();
    double wobble = 1;
    for (ProcessReport& process : report.processes) {
      process.latency_ns.median = first.latency_ns.median * factor * wobble;
      for (std::size_t i = 0; i < first.exclusive_median_ns.size(); ++i) {
        process.exclusive_median_ns[i] = first.exclusive_median_ns[i] * factor * wobble;
      }
      wobble += 0.001;
    }
    write_file(folder / name, report_to_json(report));
  }

  ProcessResult compare(const std::string& base, const std::string& fresh,
                        std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"compare", "--base", folder / base, "--new", folder / fresh};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return hookstat_run(arguments);
  }

  TemporaryFolder folder;
};

TEST_F(Compared, WithItselfHasNotChanged) {
  const ProcessResult result = compare("base.json", "base.json", {"--fail-above", "0%"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, AllOf(HasSubstr("3 processes"), HasSubstr("+0.0 %"),
                                HasSubstr(": no clear change\n")));
  EXPECT_THAT(result.err, IsEmpty());
}

TEST_F(Compared, WritesEveryFormat) {
  write_steady("a.json", 1);
  write_steady("b.json", 1.2);
  const ProcessResult result = compare("a.json", "b.json",
                                       {"--format", "markdown", "-o", folder / "out.json", "-o",
                                        folder / "out.md", "-o", "table:" + (folder / "out.txt")});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, StartsWith("**Latency: +20.0 %**"));
  EXPECT_EQ(read_file(folder / "out.md"), result.out);
  EXPECT_THAT(read_file(folder / "out.txt"), HasSubstr("+20.0 %"));
  const auto json = nlohmann::json::parse(read_file(folder / "out.json"));
  EXPECT_EQ(json["latency_verdict"], "slower");
}

TEST_F(Compared, ExitsWithOneWhereALimitIsExceeded) {
  write_steady("a.json", 1);
  write_steady("b.json", 1.2);
  ProcessResult result = compare("a.json", "b.json", {"--fail-above", "5%"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("hookstat: limit exceeded: a call of the model took 20.0 % "
                                    "more (the limit is 5.0 %)\n"));
  EXPECT_THAT(result.out, HasSubstr("slower"));
  EXPECT_EQ(compare("a.json", "b.json", {"--fail-above", "25"}).exit_code, 0);
  EXPECT_EQ(compare("b.json", "a.json", {"--fail-above", "5"}).exit_code, 0);  // faster
  result = compare("a.json", "b.json", {"--fail-module-above", "10 %"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("took 20.0 % more (the limit is 10.0 %)\n"));
  EXPECT_THAT(result.err, Not(HasSubstr("a call of the model")));
}

TEST_F(Compared, TakesSeveralReportsASide) {
  write_steady("a.json", 1);
  write_steady("b.json", 1.2);
  const ProcessResult result =
      hookstat_run({"compare", "--base", folder / "a.json", folder / "base.json", "--new",
                    folder / "b.json", "--new", folder / "base.json", "--format", "json"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const auto json = nlohmann::json::parse(result.out);
  EXPECT_EQ(json["base"]["processes"], 6);
  EXPECT_EQ(json["new"]["processes"], 6);
}

TEST_F(Compared, WarnsOnStandardErrorWhereNobodySeesTheTable) {
  Report report = report_from_json(read_file(folder / "base.json"));
  report.environment.threads += 1;
  write_file(folder / "threads.json", report_to_json(report));
  const ProcessResult result = compare("base.json", "threads.json");
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("hookstat: warning: the sides differ in threads ("));
  EXPECT_THAT(result.out, HasSubstr("[environment_differs]"));
}

TEST_F(Compared, RefusesOtherInputsUnlessForced) {
  Report report = report_from_json(read_file(folder / "base.json"));
  report.inputs.front().tensor->shape = {2, 3, 16, 16};
  write_file(folder / "other.json", report_to_json(report));
  const ProcessResult refused = compare("base.json", "other.json", {"-o", folder / "never.json"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, StartsWith("hookstat: error: the sides differ in inputs ("));
  EXPECT_THAT(refused.out, IsEmpty());
  EXPECT_THAT(folder.entries(), ElementsAre("base.json", "other.json"));
  EXPECT_EQ(compare("base.json", "other.json", {"--force"}).exit_code, 0);
}

TEST_F(Compared, RefusesAReportTwiceOnOneSide) {
  const ProcessResult result =
      hookstat_run({"compare", "--base", folder / "base.json", folder / "./base.json", "--new",
                    folder / "base.json"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("./base.json: is named twice on one side"));
}

TEST_F(Compared, NeverReplacesAReportThatItReads) {
  const ProcessResult result = compare("base.json", "base.json", {"-o", folder / "base.json"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("base.json: is the input"));
}

}  // namespace
}  // namespace hookstat::testing
