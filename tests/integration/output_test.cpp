// A file is whole or as it was before, whatever happens to it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "hookstat/report.h"
#include "integration/process.h"

namespace hookstat::testing {
namespace {

namespace fs = std::filesystem;

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::vector<std::string> profile_to(const std::vector<std::string>& outputs) {
  std::vector<std::string> arguments{
      "profile", model_file("plain"), "--input", "1x3x16x16", "--runs", "1", "--warmup", "1"};
  for (const std::string& output : outputs) arguments.insert(arguments.end(), {"-o", output});
  return arguments;
}

TEST(Output, PicksTheFormatByTheEndOrByName) {
  const TemporaryFolder folder;
  ASSERT_EQ(hookstat_run(profile_to({folder / "a.json", folder / "a.rst",
                                     "torchstat:" + (folder / "b.txt"), "json:" + (folder / "c")}))
                .exit_code,
            0);
  EXPECT_THAT(folder.entries(), ElementsAre("a.json", "a.rst", "b.txt", "c"));
  EXPECT_EQ(read_file(folder / "b.txt"), read_file(folder / "a.rst"));
  EXPECT_EQ(read_file(folder / "c"), read_file(folder / "a.json"));
  EXPECT_NO_THROW(static_cast<void>(report_from_json(read_file(folder / "a.json"))));
}

TEST(Output, HasTheRightsOfAnOrdinaryFile) {
  const TemporaryFolder folder;
  const mode_t mask = umask(0022);
  ASSERT_EQ(hookstat_run(profile_to({folder / "a.json"})).exit_code, 0);
  umask(mask);
  struct stat status {};
  ASSERT_EQ(stat((folder / "a.json").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0644U);
}

TEST(Output, ReplacesAFileAndKeepsItsRights) {
  const TemporaryFolder folder;
  std::ofstream(folder / "a.json") << "old";
  ASSERT_EQ(chmod((folder / "a.json").c_str(), 0600), 0);
  ASSERT_EQ(hookstat_run(profile_to({folder / "a.json"})).exit_code, 0);
  EXPECT_THAT(read_file(folder / "a.json"), StartsWith("{"));
  struct stat status {};
  ASSERT_EQ(stat((folder / "a.json").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST(Output, FollowsASymbolicLink) {
  const TemporaryFolder folder;
  std::ofstream(folder / "real.json") << "old";
  fs::create_symlink("real.json", folder / "link.json");
  ASSERT_EQ(hookstat_run(profile_to({folder / "link.json"})).exit_code, 0);
  EXPECT_TRUE(fs::is_symlink(folder / "link.json"));
  EXPECT_THAT(read_file(folder / "real.json"), StartsWith("{"));
}

TEST(Output, GoesStraightIntoWhatIsNoFile) {
  const ProcessResult result = hookstat_run(profile_to({"json:/dev/stdout"}));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, StartsWith("{\n  \"schema_version\": 1"));
}

TEST(Output, GoesWithTheTableWhereBothGoToStandardOutput) {
  const TemporaryFolder folder;
  ProcessOptions options;
  options.out_file = folder / "out.txt";
  EXPECT_EQ(hookstat_run(profile_to({"json:/dev/stdout"}), options).exit_code, 0);
  const std::string text = read_file(folder / "out.txt");
  EXPECT_THAT(text, StartsWith("{\n  \"schema_version\": 1"));
  EXPECT_THAT(text, HasSubstr("total *"));
}

TEST(Output, DoesNotTouchWhatItsTemporaryFileMightBeCalled) {
  const TemporaryFolder folder;
  std::ofstream(folder / "precious") << "old";
  for (int i = 0; i < 3; ++i) {
    ProcessOptions options;
    // The name holds the process's number, so plant a link for each that may come.
    for (int process = getpid(); process < getpid() + 50; ++process) {
      std::error_code ignored;
      fs::create_symlink("precious", folder / (".hookstat-" + std::to_string(process) + "-0.tmp"),
                         ignored);
    }
    EXPECT_EQ(hookstat_run(profile_to({folder / "a.json"}), options).exit_code, 0);
  }
  EXPECT_EQ(read_file(folder / "precious"), "old");
  EXPECT_FALSE(fs::is_symlink(folder / "a.json"));
}

TEST(OutputErrors, OfAFullDiskLeaveTheOldFileAndPrintTheTable) {
  const TemporaryFolder folder;
  std::ofstream(folder / "a.json") << "old";
  ProcessOptions options;
  options.largest_file_bytes = 1000;
  const ProcessResult result = hookstat_run(profile_to({folder / "a.json"}), options);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err,
              HasSubstr("hookstat: error: " + (folder / "a.json") + ": cannot be written: "));
  EXPECT_EQ(read_file(folder / "a.json"), "old");
  EXPECT_THAT(folder.entries(), ElementsAre("a.json"));
  EXPECT_THAT(result.out, HasSubstr("total *"));
}

TEST(OutputErrors, OfAFullDeviceAreReported) {
  const ProcessResult result = hookstat_run(profile_to({"json:/dev/full"}));
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("/dev/full: cannot be written: No space left on device"));
}

TEST(OutputErrors, OfOneFileKeepTheOthers) {
  const TemporaryFolder folder;
  const ProcessResult result =
      hookstat_run(profile_to({"json:/dev/full", folder / "a.json", folder / "a.rst"}));
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(folder.entries(), ElementsAre("a.json", "a.rst"));
}

TEST(OutputErrors, OfStandardOutputAreReportedAndTheFileIsThere) {
  const TemporaryFolder folder;
  ProcessOptions options;
  options.out_file = "/dev/full";
  const ProcessResult result = hookstat_run(profile_to({folder / "a.json"}), options);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("standard output: cannot be written: No space left on device"));
  EXPECT_THAT(folder.entries(), ElementsAre("a.json"));
}

TEST(OutputErrors, ComeBeforeTheModelIsRun) {
  const ProcessResult result =
      hookstat_run({"profile", model_file("prints"), "--input", "4x256", "-o", "/no/such/a.json"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.err,
            "hookstat: error: /no/such/a.json: cannot be written: there is no folder /no/such\n");
}

TEST(OutputErrors, OfAFailedModelLeaveTheOldFile) {
  const TemporaryFolder folder;
  std::ofstream(folder / "a.json") << "old";
  const ProcessResult result =
      hookstat_run({"profile", model_file("raises"), "--input", "2x3", "-o", folder / "a.json"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(read_file(folder / "a.json"), "old");
  EXPECT_THAT(folder.entries(), ElementsAre("a.json"));
}

}  // namespace
}  // namespace hookstat::testing
