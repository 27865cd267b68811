// --processes, --fail-if, --pin and how long the program measures.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <cstdint>
#include <set>
#include <thread>

#include "hookstat/report.h"
#include "integration/process.h"

namespace hookstat::testing {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

ProcessResult profile_plain(const TemporaryFolder& folder, std::vector<std::string> more) {
  std::vector<std::string> arguments{"profile", model_file("plain"),   "--input", "1x3x16x16",
                                     "-o",      folder / "report.json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return hookstat_run(arguments);
}

Report report_in(const TemporaryFolder& folder) {
  return report_from_json(read_file(folder / "report.json"));
}

TEST(Processes, MeasureEachAnewAndMakeOneReport) {
  const TemporaryFolder folder;
  const ProcessResult result =
      profile_plain(folder, {"--processes", "3", "--runs", "7", "--warmup", "2"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("measured  21 calls in 3 processes, after 2 warm-up calls"));
  const Report report = report_in(folder);
  EXPECT_EQ(report.settings.processes, 3);
  EXPECT_EQ(report.latency_ns.count, 21);
  EXPECT_THAT(report.run_latencies_ns, SizeIs(21));
  ASSERT_THAT(report.processes, SizeIs(3));
  double sum = 0;
  for (const ProcessReport& process : report.processes) {
    EXPECT_EQ(process.latency_ns.count, 7);
    EXPECT_GT(process.exclusive_median_ns.at(0), 0);
    sum += process.latency_ns.median;
  }
  EXPECT_DOUBLE_EQ(report.latency_ns.median, sum / 3);
  EXPECT_TRUE(report.latency_ns.median_ci95);
  // Each had a first call of its own.
  std::set<std::int64_t> first_calls;
  for (const ProcessReport& process : report.processes) {
    EXPECT_GT(process.first_call_ns, 0);
    first_calls.insert(process.first_call_ns);
  }
  EXPECT_THAT(first_calls, SizeIs(3));
}

TEST(Processes, PassOnTheFailureOfTheFirst) {
  const TemporaryFolder folder;
  const ProcessResult result = hookstat_run({"profile", model_file("raises"), "--input", "2x3",
                                             "--processes", "3", "-o", folder / "report.json"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, AllOf(StartsWith("hookstat: error: the model failed in inner.1"),
                                Not(HasSubstr("\nhookstat: error"))));
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(folder.entries(), IsEmpty());
}

TEST(Processes, EndWithTheOneThatStartedThem) {
  const TemporaryFolder folder;
  ProcessOptions options;
  bool sent = false;
  options.watch = [&](const std::string& err, pid_t process) {
    if (!sent && err.size() > 200) sent = kill(process, SIGTERM) == 0;
  };
  const ProcessResult result =
      hookstat_run({"profile", model_file("prints"), "--input", "64x256", "--runs", "1000000",
                    "--processes", "2", "-o", folder / "report.json"},
                   options);
  EXPECT_EQ(result.exit_code, 130);
  EXPECT_THAT(result.err, EndsWith("hookstat: interrupted\n"));
  EXPECT_THAT(folder.entries(), IsEmpty());
}

TEST(Processes, EndAtASignalThatComesBeforeTheyAreReady) {
  const TemporaryFolder folder;
  ProcessOptions options;
  options.err_is_terminal = true;  // then it says at once what it does
  bool sent = false;
  options.watch = [&](const std::string& err, pid_t process) {
    // Between two processes, or while one loads: the second's first word is not there yet.
    if (sent || err.find("process 1 of 9: report") == std::string::npos) return;
    sent = kill(process, SIGTERM) == 0;
  };
  const ProcessResult result =
      hookstat_run({"profile", model_file("plain"), "--input", "1x3x16x16", "--runs", "2",
                    "--processes", "9", "-o", folder / "report.json"},
                   options);
  EXPECT_EQ(result.exit_code, 130);
  EXPECT_THAT(result.err, HasSubstr("hookstat: interrupted"));
  EXPECT_THAT(folder.entries(), IsEmpty());
}

TEST(Processes, SayWhichSignalEndedOne) {
  const TemporaryFolder folder;
  ProcessOptions options;
  bool sent = false;
  // A child prints; the kernel's list says which it is.
  options.watch = [&](const std::string& err, pid_t process) {
    if (sent || err.size() < 200) return;
    const std::string id = std::to_string(process);
    const std::string children = read_file("/proc/" + id + "/task/" + id + "/children");
    sent = kill(std::stoi(children), SIGKILL) == 0;
  };
  const ProcessResult result =
      hookstat_run({"profile", model_file("prints"), "--input", "64x256", "--runs", "1000000",
                    "--processes", "2", "-o", folder / "report.json"},
                   options);
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.err, EndsWith("hookstat: error: process 1 of 2 was ended by signal 9\n"));
  EXPECT_THAT(folder.entries(), IsEmpty());
}

TEST(Processes, TellWhichOneIsAtWork) {
  ProcessOptions options;
  options.err_is_terminal = true;
  const ProcessResult result = hookstat_run(
      {"profile", model_file("plain"), "--input", "1x3x16x16", "--runs", "2", "--processes", "2"},
      options);
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, AllOf(HasSubstr("hookstat: process 1 of 2: runs"),
                                HasSubstr("hookstat: process 2 of 2: runs")));
}

TEST(FailIf, ExitsWithOneAndWritesTheReportAllTheSame) {
  const TemporaryFolder folder;
  const ProcessResult result =
      profile_plain(folder, {"--runs", "2", "--fail-if", "latency_median>1ns", "--fail-if",
                             "flops<1", "--fail-if", "parameters>=1"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, AllOf(HasSubstr("hookstat: limit exceeded: latency_median is "),
                                HasSubstr(" (latency_median>1ns)\n"),
                                HasSubstr("hookstat: limit exceeded: parameters is "),
                                Not(HasSubstr("flops is"))));
  EXPECT_THAT(result.out, HasSubstr("Latency"));
  EXPECT_EQ(report_in(folder).latency_ns.count, 2);
}

TEST(FailIf, ExitsWithZeroWhereAllLimitsHold) {
  const TemporaryFolder folder;
  const ProcessResult result =
      profile_plain(folder, {"--runs", "2", "--fail-if", "latency_median>1000s"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, Not(HasSubstr("limit")));
}

TEST(FailIf, SaysWhatItCannotTest) {
  const TemporaryFolder folder;
  const ProcessResult result = profile_plain(folder, {"--runs", "2", "--fail-if", "cv_percent>0"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.err, HasSubstr("hookstat: warning: cv_percent is not known: the limit was not "
                                    "tested (cv_percent>0)\n"));
}

TEST(FailIf, HoldsForTheJointReportOfProcesses) {
  const TemporaryFolder folder;
  const ProcessResult result =
      profile_plain(folder, {"--runs", "2", "--processes", "2", "--fail-if", "latency_max>1ns"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(report_in(folder).processes, SizeIs(2));
}

TEST(Pin, IsInTheReport) {
  const TemporaryFolder folder;
  ASSERT_EQ(profile_plain(folder, {"--runs", "2", "--threads", "1", "--pin"}).exit_code, 0);
  EXPECT_TRUE(report_in(folder).settings.pin);
}

TEST(Pin, RefusesMoreThreadsThanCores) {
  const TemporaryFolder folder;
  const std::string threads = std::to_string(std::thread::hardware_concurrency() + 1);
  const ProcessResult result = profile_plain(folder, {"--pin", "--threads", threads});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err,
              StartsWith("hookstat: error: --pin: there are " + threads + " threads for "));
  EXPECT_THAT(folder.entries(), IsEmpty());
}

TEST(MaxTime, EndsTheRunsOfAFastModel) {
  const TemporaryFolder folder;
  ASSERT_EQ(profile_plain(folder, {"--max-time", "0"}).exit_code, 0);
  EXPECT_EQ(report_in(folder).latency_ns.count, 10);
  ASSERT_EQ(profile_plain(folder, {"--max-time", "0.2"}).exit_code, 0);
  const Report report = report_in(folder);
  EXPECT_EQ(report.settings.max_time_s, 0.2);
  EXPECT_GE(report.latency_ns.count, 10);
  EXPECT_LT(report.phases_ns.runs_ns, 5'000'000'000);
}

}  // namespace
}  // namespace hookstat::testing
