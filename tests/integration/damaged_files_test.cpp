// Whatever is done to a model's file: it is loaded, or refused in one line. Each file is loaded in
// a process of its own, so that a crash, a hang or a glut of memory is seen, and named.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <string>

#include "hookstat/error.h"
#include "integration/models.h"
#include "integration/mutations.h"
#include "integration/process.h"

namespace hookstat::testing {
namespace {

constexpr unsigned kLongestSeconds = 60;
constexpr long kMostKibibytes = 1024 * 1024;

struct Outcome {
  std::string text;  ///< "loaded", or the message
  int status = 0;    ///< as wait() has it
  long kibibytes = 0;
};

std::string load_outcome(const std::string& path) {
  try {
    static_cast<void>(load_model(path));
    return "loaded";
  } catch (const InputError& error) {
    return error.what();
  } catch (const std::exception& error) {
    return std::string("not an InputError: ") + error.what();
  }
}

Outcome load_apart(const std::string& path) {
  std::array<int, 2> ends{};
  EXPECT_EQ(pipe(ends.data()), 0);
  const pid_t child = fork();
  if (child == 0) {
    alarm(kLongestSeconds);  // ends the process where LibTorch hangs
    const std::string text = load_outcome(path);
    const bool told = write(ends[1], text.data(), text.size()) >= 0;
    _exit(told ? 0 : 1);
  }
  close(ends[1]);
  Outcome outcome;
  std::array<char, 4096> buffer{};
  for (ssize_t count = 0; (count = read(ends[0], buffer.data(), buffer.size())) > 0;) {
    outcome.text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  close(ends[0]);
  rusage usage{};
  wait4(child, &outcome.status, 0, &usage);
  outcome.kibibytes = usage.ru_maxrss;
  return outcome;
}

/// Whether it was refused.
bool expect_loaded_or_refused(const std::string& path, const std::string& what) {
  SCOPED_TRACE(what);
  const Outcome outcome = load_apart(path);
  EXPECT_FALSE(WIFSIGNALED(outcome.status)) << "signal " << WTERMSIG(outcome.status);
  EXPECT_EQ(outcome.text.find('\n'), std::string::npos) << outcome.text;
  EXPECT_LT(outcome.kibibytes, kMostKibibytes) << outcome.text;
  if (outcome.text == "loaded") return false;
  EXPECT_EQ(outcome.text.substr(0, path.size() + 2), path + ": ");
  return true;
}

TEST(DamagedFiles, AreLoadedOrRefusedInOneLine) {
  const TemporaryFolder folder;
  const std::string path = folder / "damaged.pt";
  const std::string whole = read_file(model_file("plain"));
  constexpr std::uint32_t kFiles = 400;
  int refused = 0;
  for (std::uint32_t number = 0; number < kFiles; ++number) {
    std::ofstream(path, std::ios::binary) << damaged_file(whole, number);
    refused += expect_loaded_or_refused(path, "number " + std::to_string(number)) ? 1 : 0;
  }
  // A quarter is cut, and most of the rest touches bytes that a checksum guards.
  EXPECT_GT(refused, static_cast<int>(kFiles) * 2 / 3);
}

class ChangedRecords : public ::testing::TestWithParam<const char*> {};

INSTANTIATE_TEST_SUITE_P(Of, ChangedRecords, ::testing::Values("plain", "plain_traced"),
                         [](const auto& tested) { return std::string(tested.param); });

TEST_P(ChangedRecords, AreLoadedOrRefusedInOneLine) {
  const TemporaryFolder folder;
  const std::string path = folder / "changed.pt";
  constexpr std::uint32_t kFiles = 200;
  int refused = 0;
  for (std::uint32_t number = 0; number < kFiles; ++number) {
    const std::string record = rewrite_with_a_changed_record(model_file(GetParam()), path, number);
    const std::string what = "number " + std::to_string(number) + ", " + record;
    refused += expect_loaded_or_refused(path, what) ? 1 : 0;
  }
  EXPECT_GT(refused, 0);
  EXPECT_LT(refused, static_cast<int>(kFiles)) << "some changes do no harm";
}

}  // namespace
}  // namespace hookstat::testing
