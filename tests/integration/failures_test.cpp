// A model that raises, wants too much memory, or never ends: one clear line, exit code 3, and a
// partial report only where one was asked for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "hookstat/report.h"
#include "integration/process.h"

namespace hookstat::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::StartsWith;

ProcessResult profile(const TemporaryFolder& folder, const std::string& model,
                      std::vector<std::string> more) {
  ProcessOptions options;
  options.folder = folder.path();
  std::vector<std::string> arguments{"profile", model_file(model), "-o", "report.json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return hookstat_run(arguments, options);
}

TEST(FailingModel, IsNamedWithItsModuleAndItsLineOfPython) {
  const TemporaryFolder folder;
  const ProcessResult result = profile(folder, "raises", {"--input", "2x3"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(
      result.err,
      MatchesRegex("hookstat: error: the model failed in inner.1 \\(Picky.forward\\): needs "
                   "seven rows \\([^ ]*/models.py:[0-9]+, in forward\\)\n"));
  EXPECT_THAT(folder.entries(), IsEmpty());
}

TEST(FailingModel, InAForkedBodyIsNamedLikewise) {
  const TemporaryFolder folder;
  const ProcessResult result = profile(folder, "fails_in_a_fork", {"--input", "4"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, AllOf(StartsWith("hookstat: error: the model failed in fragile "
                                           "(Fragile.forward): worn out ("),
                                HasSubstr("failing_models.py:")));
}

TEST(FailingModel, ThatWantsTooMuchMemorySaysSo) {
  const TemporaryFolder folder;
  const ProcessResult result = profile(folder, "wants_memory", {"--input", "4"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err,
              StartsWith("hookstat: error: the model failed in hungry (Hungry.forward): "
                         "out of memory: it tried to allocate 1600 GB ("));
  EXPECT_THAT(result.err, HasSubstr("\nhookstat: hint: smaller inputs, --dtype float16 or "));
  EXPECT_THAT(folder.entries(), IsEmpty());
}

TEST(FailingModel, LeavesNoReportUnlessAskedFor) {
  const TemporaryFolder folder;
  const ProcessResult result =
      profile(folder, "raises_later", {"--input", "2x4", "--warmup", "3", "--runs", "90"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("in body.1 (Fragile.forward): worn out"));
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(folder.entries(), IsEmpty());
}

TEST(PartialReport, HoldsWhatWasMeasuredBeforeTheModelFailed) {
  const TemporaryFolder folder;
  const ProcessResult result = profile(folder, "raises_later",
                                       {"--input", "2x4", "--warmup", "3", "--runs", "90",
                                        "--keep-partial", "--format", "torchstat"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.out, StartsWith("+--------+"));
  EXPECT_THAT(result.err, AllOf(HasSubstr("hookstat: warning: the profile did not come to its end"),
                                HasSubstr("hookstat: error: the model failed in body.1")));
  const Report report = report_from_json(read_file(folder / "report.json"));
  EXPECT_THAT(report.warnings, Contains(Field(&Note::code, "partial_report")));
  EXPECT_GE(report.latency_ns.count, 1);
  EXPECT_LT(report.latency_ns.count, 90);
  EXPECT_EQ(report.settings.runs, report.latency_ns.count);
  EXPECT_EQ(report.hooked_latency_ns.count, report.latency_ns.count);
  EXPECT_EQ(report.modules.at(2).calls, 1);
}

TEST(PartialReport, IsNoneWhereNothingWasMeasured) {
  const TemporaryFolder folder;
  const ProcessResult result = profile(folder, "raises", {"--input", "2x3", "--keep-partial"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, HasSubstr("hookstat: warning: there is no partial report"));
  EXPECT_THAT(folder.entries(), IsEmpty());
}

TEST(EndlessModel, IsEndedByTheTimeout) {
  const TemporaryFolder folder;
  const ProcessResult result =
      profile(folder, "loops_forever", {"--input", "4", "--timeout", "0.5", "--keep-partial"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(
      result.err,
      HasSubstr("hookstat: error: the model did not return within the --timeout of 0.5 s\n"));
  EXPECT_THAT(folder.entries(), IsEmpty());
}

TEST(EndlessModel, LeavesWhatWasMeasuredBefore) {
  const TemporaryFolder folder;
  // Well behaved for its first 40 calls; 500 runs of each kind would be more.
  const ProcessResult result = profile(
      folder, "loops_later",
      {"--input", "4", "--warmup", "3", "--runs", "500", "--timeout", "5", "--keep-partial"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, EndsWith("the model did not return within the --timeout of 5 s\n"));
  EXPECT_THAT(folder.entries(), ElementsAre("report.json"));
  const Report report = report_from_json(read_file(folder / "report.json"));
  EXPECT_GE(report.latency_ns.count, 1);
  EXPECT_EQ(report.settings.timeout_s, 5);
}

TEST(Timeout, EndsALongProfileBetweenTwoCalls) {
  const TemporaryFolder folder;
  const ProcessResult result =
      profile(folder, "plain", {"--input", "1x3x16x16", "--min-time", "1000", "--timeout", "5"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err,
              MatchesRegex("hookstat: error: the time limit was reached after [0-9]+ calls of the "
                           "model\n"));
  EXPECT_THAT(folder.entries(), IsEmpty());
}

TEST(Timeout, KeepsTheMessageOfACrash) {
  const TemporaryFolder folder;
  const ProcessResult result = profile(folder, "nested", {"--input", "4", "--timeout", "100"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("LibTorch crashed while it loaded the model (signal 11)"));
}

TEST(PartialReport, ThatCannotBeWrittenDoesNotHideTheFailure) {
  for (const char* model : {"loops_later", "raises_later"}) {
    const TemporaryFolder folder;
    ProcessOptions options;
    options.out_file = "/dev/full";
    const ProcessResult result =
        hookstat_run({"profile", model_file(model), "--input", "2x4", "--warmup", "3", "--runs",
                      "500", "--timeout", "5", "--keep-partial"},
                     options);
    EXPECT_EQ(result.exit_code, 3) << model;
    EXPECT_THAT(result.err,
                HasSubstr("hookstat: error: the partial report: standard output: cannot"));
    EXPECT_THAT(result.err, HasSubstr("hookstat: error: the model ")) << model;
  }
}

TEST(Timeout, IsNotNoticedByAShortProfile) {
  const TemporaryFolder folder;
  const ProcessResult result = profile(
      folder, "forks", {"--input", "4x16", "--runs", "3", "--timeout", "300", "--format", "json"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(report_from_json(result.out).settings.timeout_s, 300);
}

TEST(SeveralThreads, AreAsManyAsTheSystemGives) {
  const TemporaryFolder folder;
  ProcessOptions options;
  options.folder = folder.path();
  options.most_address_bytes = 12'000'000'000;  // too little for the stacks of 3,000 threads
  const ProcessResult result =
      hookstat_run({"profile", model_file("plain"), "--input", "1x3x16x16", "--runs", "1",
                    "--threads", "1", "--concurrency", "3000", "-o", "report.json"},
                   options);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err,
              HasSubstr("hookstat: error: --concurrency 3000: the system gives no more than "));
  EXPECT_THAT(folder.entries(), IsEmpty());
}

TEST(OneThreadForForks, SufficesForABodyWhoseReceiverForksAndWaits) {
  const TemporaryFolder folder;
  const ProcessResult result =
      profile(folder, "forks_a_step",
              {"--input", "4", "--interop-threads", "1", "--runs", "20", "--timeout", "60"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  const Report report = report_from_json(read_file(folder / "report.json"));
  const auto doubles = std::ranges::find(report.modules, "step.doubles", &ModuleReport::path);
  ASSERT_NE(doubles, report.modules.end());
  EXPECT_EQ(doubles->calls, 2);
}

}  // namespace
}  // namespace hookstat::testing
