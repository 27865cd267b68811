// Small texts of sweeps: shards, scripts for Slurm, how long it takes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>

#include "cli/crash_guard.h"
#include "cli/shell_word.h"
#include "cli/slurm.h"
#include "cli/sweep_command.h"
#include "cli/sweep_progress.h"
#include "hookstat/error.h"

namespace hookstat::cli::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Shards, AreReadWhole) {
  EXPECT_EQ(parse_shard("2/8").part, 2U);
  EXPECT_EQ(parse_shard("2/8").of, 8U);
  EXPECT_EQ(parse_shard("1/1").of, 1U);
  for (const char* text :
       {"", "2", "0/3", "4/3", "1/0", "a/b", "1/2x", "1/2/3", "-1/2", "1 /2", "1/1000000"}) {
    EXPECT_THROW(static_cast<void>(parse_shard(text)), InputError) << text;
  }
}

TEST(ShellWords, StayWhatTheyAre) {
  for (const std::string text :
       {"plain", "two words", "it's", "$HOME `id` \"x\" \\ *", "", "'", "line\nbreak", "-dash"}) {
    FILE* const shell = popen(("printf %s " + shell_word(text)).c_str(), "r");
    std::array<char, 100> said{};
    said.at(std::fread(said.data(), 1, said.size() - 1, shell)) = '\0';
    pclose(shell);
    EXPECT_EQ(std::string(said.data()), text);
  }
}

TEST(SlurmScript, RunsItsShareOfTheCasesAndCanBeginAnew) {
  SlurmJob job;
  job.program = "/opt/it's/hookstat";
  job.sweep_folder = "/data/my sweep";
  job.shards = 12;
  job.tasks = {1, 2, 3, 7, 9, 10};
  job.processors = 4;
  job.runner_options = {"--jobs", "2"};
  const std::string script = slurm_script(job);
  EXPECT_THAT(script, HasSubstr("\n#SBATCH --array=1-3,7,9-10\n"));
  EXPECT_THAT(script, HasSubstr("\n#SBATCH --requeue\n"));
  EXPECT_THAT(script, HasSubstr("\n#SBATCH --cpus-per-task=4\n"));
  const std::string file = ::testing::TempDir() + "slurm_script_" + std::to_string(getpid());
  std::ofstream(file) << script.substr(0, script.find("exec "))
                      << "show() { printf '[%s]' \"$@\"; }\n"
                      << "show " << script.substr(script.find("exec ") + 5);
  FILE* const shell = popen(("SLURM_ARRAY_TASK_ID=7 bash " + file).c_str(), "r");
  std::array<char, 300> said{};
  said.at(std::fread(said.data(), 1, said.size() - 1, shell)) = '\0';
  pclose(shell);
  std::remove(file.c_str());
  EXPECT_STREQ(said.data(),
               "[/opt/it's/hookstat][sweep][/data/my sweep][--jobs][2][--shard][7/12]");
}

TEST(SlurmScript, LeavesProcessorsToTheUserWhereThePlanSaysNothing) {
  SlurmJob job;
  job.tasks = {1};
  EXPECT_THAT(slurm_script(job), Not(HasSubstr("cpus-per-task")));
}

TEST(SlurmOptions, ThatHookstatSetsItselfAreRefused) {
  for (const char* option : {"--array=1-3", "-a1-3", "--wrap=true", "--chunk", "--jobs=2"}) {
    EXPECT_THROW(check_sbatch_options({"-p", "low", option}), InputError) << option;
  }
  check_sbatch_options({"-A", "account", "--acctg-freq=1", "-p", "low"});
}

TEST(SlurmOptions, SayWhereTheTasksOutputGoes) {
  EXPECT_THAT(with_log_files({"-p", "low"}, "/data/100%/s"),
              ElementsAre("-p", "low", "--output=/data/100%%/s/logs/slurm-%A_%a.txt"));
  EXPECT_THAT(with_log_files({"--output=/dev/null"}, "/s"), ElementsAre("--output=/dev/null"));
  EXPECT_THAT(with_log_files({"-o", "x"}, "/s"), ElementsAre("-o", "x"));
}

TEST(SlurmOutput, HasTheJobsNumberAmongOtherLines) {
  EXPECT_EQ(job_number_in("4711"), "4711");
  EXPECT_EQ(job_number_in("4711;cluster"), "4711");
  EXPECT_EQ(job_number_in("sbatch: a note\n4711\nsbatch: lua: the partition is busy"), "4711");
  EXPECT_EQ(job_number_in("sbatch: a note"), "");
}

TEST(ArrayText, NamesRunsByTheirEnds) {
  EXPECT_EQ(array_text({}), "");
  EXPECT_EQ(array_text({5}), "5");
  EXPECT_EQ(array_text({1, 2}), "1-2");
  EXPECT_EQ(array_text({1, 3, 4, 5, 9}), "1,3-5,9");
}

TEST(ShellWords, AreQuotedWhereTheyNeedIt) {
  EXPECT_EQ(shell_word("out/a-b_c.d"), "out/a-b_c.d");
  EXPECT_EQ(shell_word("one'q"), "'one'\\''q'");
  EXPECT_EQ(shell_word(""), "''");
}

TEST(CrashLines, HaveTheSignal) {
  EXPECT_EQ(crash_signal_in("m.pt: LibTorch crashed (signal 11)"), 11);
  EXPECT_EQ(crash_signal_in("the model crashed in a (signal 6) b (signal 8)"), 8);
  for (const char* line :
       {"", "(signal 11)", "m (signal 11) again", "m (signal 99)", "m (signal x)"}) {
    EXPECT_EQ(crash_signal_in(line), std::nullopt) << line;
  }
}

TEST(AboutText, IsAsLongAsItMatters) {
  EXPECT_EQ(about_text(0.2), "1 s");
  EXPECT_EQ(about_text(119), "119 s");
  EXPECT_EQ(about_text(121), "2 min");
  EXPECT_EQ(about_text(119 * 60), "119 min");
  EXPECT_EQ(about_text(3 * 3600 + 20 * 60), "3 h 20 min");
}

}  // namespace
}  // namespace hookstat::cli::testing
