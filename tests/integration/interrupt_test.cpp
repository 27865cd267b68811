#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "integration/process.h"

namespace hookstat::testing {
namespace {

using ::testing::EndsWith;
using ::testing::IsEmpty;

std::size_t count_of(const std::string& text, const std::string& word) {
  std::size_t count = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    ++count;
  }
  return count;
}

/// Sends `signal` once the model has been called `calls` times: it prints a line at each.
ProcessResult interrupted_after(std::size_t calls, int signal, const std::string& output) {
  ProcessOptions options;
  bool sent = false;
  options.watch = [&](const std::string& err, pid_t process) {
    if (sent || count_of(err, "the model speaks") < calls) return;
    sent = kill(process, signal) == 0;
  };
  return hookstat_run(
      {"profile", model_file("prints"), "--input", "64x256", "--runs", "1000000", "-o", output},
      options);
}

class Interruption : public ::testing::TestWithParam<std::pair<std::size_t, int>> {};

// In the analysis, in the warm-up, and among the runs; by Ctrl-C and by a polite kill.
INSTANTIATE_TEST_SUITE_P(AtAnyTime, Interruption,
                         ::testing::Values(std::pair{1U, SIGINT}, std::pair{4U, SIGINT},
                                           std::pair{20U, SIGINT}, std::pair{20U, SIGTERM}));

TEST_P(Interruption, EndsCleanlyWithoutAFile) {
  const TemporaryFolder folder;
  const auto [calls, signal] = GetParam();
  const ProcessResult result = interrupted_after(calls, signal, folder / "report.json");
  EXPECT_EQ(result.exit_code, 130);
  EXPECT_THAT(result.err, EndsWith("hookstat: interrupted\n"));
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(folder.entries(), IsEmpty());
}

TEST(InterruptedInTheLastCall, EndsCleanlyWithoutAFile) {
  const TemporaryFolder folder;
  ProcessOptions options;
  bool sent = false;
  options.watch = [&](const std::string& err, pid_t process) {
    // Cold, values, operators, and one counted call of each kind.
    if (!sent && count_of(err, "the model speaks") == 5) sent = kill(process, SIGINT) == 0;
  };
  const ProcessResult result =
      hookstat_run({"profile", model_file("prints"), "--input", "8192x256", "--runs", "1",
                    "--warmup", "1", "-o", folder / "report.json"},
                   options);
  EXPECT_EQ(result.exit_code, 130);
  EXPECT_THAT(folder.entries(), IsEmpty());
}

TEST(InterruptedTwice, EndsTheProcessAtOnce) {
  const TemporaryFolder folder;
  ProcessOptions options;
  options.watch = [](const std::string& err, pid_t process) {
    // The second arrives while the first still waits for the model to return.
    if (count_of(err, "the model speaks") == 2) {
      kill(process, SIGINT);
      kill(process, SIGINT);
    }
  };
  const ProcessResult result = hookstat_run({"profile", model_file("prints"), "--input", "4096x256",
                                             "--runs", "1000000", "-o", folder / "report.json"},
                                            options);
  EXPECT_EQ(result.exit_code, 130);  // 128 + SIGINT, or our own code where the model was quick
  EXPECT_THAT(folder.entries(), IsEmpty());
}

}  // namespace
}  // namespace hookstat::testing
