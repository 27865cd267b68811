// The program as a user meets it: help, version, formats, convert.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "hookstat/exporters.h"
#include "hookstat/report.h"
#include "integration/process.h"

namespace hookstat::testing {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<std::string> profile_plain(std::vector<std::string> more = {}) {
  std::vector<std::string> arguments{
      "profile", model_file("plain"), "--input", "1x3x16x16", "--runs", "2", "--warmup", "1"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    widest = std::max(widest, end - begin);
    begin = end + 1;
  }
  return widest;
}

TEST(CommandLine, HelpsAtEveryLevel) {
  const ProcessResult top = hookstat_run({"--help"});
  EXPECT_EQ(top.exit_code, 0);
  EXPECT_THAT(top.out, AllOf(HasSubstr("profile"), HasSubstr("convert"), HasSubstr("Exit codes")));
  EXPECT_THAT(top.err, IsEmpty());
  const ProcessResult profile = hookstat_run({"profile", "--help"});
  EXPECT_EQ(profile.exit_code, 0);
  for (const char* option : {"--input", "--method", "--device", "--threads", "--interop-threads",
                             "--warmup", "--runs", "--min-time", "--seed", "--format", "--sort",
                             "--depth", "--top", "--output", "Examples:"}) {
    EXPECT_THAT(profile.out, HasSubstr(option));
  }
  EXPECT_LE(widest_line(profile.out), 100U);
  EXPECT_EQ(hookstat_run({"convert", "-h"}).exit_code, 0);
}

TEST(CommandLine, TellsItsVersion) {
  const ProcessResult result = hookstat_run({"--version"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, AllOf(StartsWith("hookstat 0."), HasSubstr("(LibTorch 2.")));
}

TEST(CommandLine, PrintsATableThatAddsUp) {
  const ProcessResult result = hookstat_run(profile_plain());
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, AllOf(HasSubstr("total *"), HasSubstr("By class"), HasSubstr("Latency"),
                                HasSubstr("Time against FLOPs"), HasSubstr("blocks")));
  // The model has a layer that nobody calls. A busy machine may add its own warnings.
  EXPECT_THAT(result.err, MatchesRegex("(hookstat: warning: [^\n]*\n)+"));
  EXPECT_THAT(result.err, ContainsRegex("hookstat: warning: 1 module [^\n]*modules_not_called"));
}

TEST(CommandLine, PrintsOnlyTheReportOnStandardOutput) {
  const ProcessResult result = hookstat_run({"profile", model_file("prints"), "--input", "4x256",
                                             "--runs", "1", "--warmup", "1", "--format", "json"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_NO_THROW(static_cast<void>(report_from_json(result.out)));
  EXPECT_THAT(result.err, HasSubstr("the model speaks"));
}

TEST(CommandLine, KeepsWhatAModelSaysWhileItIsLoadedApart) {
  const ProcessResult result = hookstat_run({"profile", model_file("speaks_when_loaded"), "--input",
                                             "4", "--runs", "1", "--format", "json"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_NO_THROW(static_cast<void>(report_from_json(result.out)));
  EXPECT_THAT(result.err, HasSubstr("the model speaks"));
}

TEST(CommandLine, FitsTheTerminal) {
  ProcessOptions options;
  options.out_is_terminal = true;
  options.terminal_columns = 72;
  const ProcessResult result = hookstat_run(profile_plain(), options);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("\033["));
  EXPECT_THAT(hookstat_run(profile_plain()).out, Not(HasSubstr("\033[")));
}

TEST(CommandLine, ShowsProgressOnATerminalAndRemovesIt) {
  ProcessOptions options;
  options.err_is_terminal = true;
  const ProcessResult result = hookstat_run(profile_plain({"--min-time", "0.5"}), options);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, AllOf(HasSubstr("hookstat: analysis"), HasSubstr("hookstat: runs"),
                                HasSubstr("\r\033[Khookstat: warning: "), EndsWith("]\r\n")));
}

TEST(CommandLine, PutsWarningsOnStandardErrorWhereNoTableShowsThem) {
  const ProcessResult result = hookstat_run({"profile", model_file("training"), "--input",
                                             "2x3x16x16", "--runs", "1", "--format", "torchstat"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("hookstat: warning: the model was saved in training mode"));
  EXPECT_THAT(result.out, StartsWith("+--------+"));
}

TEST(CommandLine, TakesTheLastOfAnOptionGivenTwice) {
  EXPECT_THAT(hookstat_run(profile_plain({"--runs", "3"})).out, HasSubstr("measured  3 calls"));
}

TEST(CommandLine, SortsCutsAndFoldsTheTable) {
  const std::string by_flops = hookstat_run(profile_plain({"--sort", "flops", "--top", "2"})).out;
  EXPECT_THAT(by_flops, HasSubstr("not shown) *"));
  const std::string folded = hookstat_run(profile_plain({"--depth", "1"})).out;
  const std::string table = folded.substr(0, folded.find("By class"));
  EXPECT_THAT(table, AllOf(HasSubstr("blocks (+8) *"), Not(HasSubstr("conv1"))));
}

TEST(Convert, GivesTheBytesThatTheRunGave) {
  const TemporaryFolder folder;
  ASSERT_EQ(
      hookstat_run(profile_plain({"-o", folder / "a.json", "-o", folder / "a.rst"})).exit_code, 0);
  const ProcessResult result =
      hookstat_run({"convert", folder / "a.json", "-o", folder / "b.rst", "-o", folder / "b.json"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_EQ(read_file(folder / "b.rst"), read_file(folder / "a.rst"));
  EXPECT_EQ(read_file(folder / "b.json"), read_file(folder / "a.json"));
}

TEST(Convert, PrintsTheTableWithoutAFile) {
  const TemporaryFolder folder;
  const ProcessResult run = hookstat_run(profile_plain({"-o", folder / "a.json"}));
  EXPECT_EQ(hookstat_run({"convert", folder / "a.json"}).out, run.out);
}

TEST(Convert, OfAllFormatsIsWhatTheRunWrote) {
  for (const Exporter& exporter : exporters()) {
    const TemporaryFolder folder;
    const std::string name(exporter.name);
    const ProcessResult run =
        hookstat_run(profile_plain({"--format", name, "-o", "json:" + (folder / "report")}));
    EXPECT_EQ(hookstat_run({"convert", folder / "report", "--format", name}).out, run.out) << name;
  }
}

}  // namespace
}  // namespace hookstat::testing
