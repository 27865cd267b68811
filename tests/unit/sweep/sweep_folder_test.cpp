// What a sweep keeps in its folder, and reads again.
#include "sweep/sweep_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "hookstat/error.h"

namespace hookstat::sweep::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class Folder : public ::testing::Test {
 protected:
  void SetUp() override { folder_.create(); }
  void TearDown() override { fs::remove_all(folder_.path()); }

  static void write(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
  }
  static std::string read(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  SweepFolder folder_{::testing::TempDir() + "hookstat_sweep_folder_" + std::to_string(getpid())};
};

Case some_case() {
  Case one;
  one.id = "bert-b8-t2-bfloat16";
  one.model = "bert";
  one.model_file = "models/bert \"1\".pt";
  one.input = "1a2b3c4d";
  one.input_text = "ids={batch}x128:int64[0,30000]";
  one.inputs = {"ids=8x128:int64[0,30000]"};
  one.inputs_file = "values.npz";
  one.batch = 8;
  one.threads = 2;
  one.dtype = "bfloat16";
  one.timeout_s = 0.5;
  one.profile_arguments = {"models/bert.pt", "--threads=2"};
  return one;
}

CaseResult some_result() {
  CaseResult result;
  result.id = "bert-b8-t2-bfloat16";
  result.status = CaseStatus::kCrashed;
  result.message = "signal 9 (Killed)";
  result.exit_code = -1;
  result.signal = 9;
  result.seconds = 12.25;
  result.started = "2026-01-02T03:04:05Z";
  result.place = {"n1.example", "4711_3", "low", "n1", 2};
  result.processors = {0, 2};
  result.cores = 2;
  result.machine_cores = 8;
  result.timeout_s = 1.5;
  result.files = {{"bert.pt", 12'000'000'000, 1'700'000'000'123'456'789}};
  result.report_bytes = 8;
  result.arguments = {"bert.pt", "--threads=2"};
  return result;
}

TEST_F(Folder, GivesBackTheIndexThatItGot) {
  EXPECT_FALSE(folder_.read_index());
  Case plain;
  plain.id = "plain";
  plain.index = 1;
  const SweepIndex index{"plan.yaml", "/home/me", {some_case(), plain}};
  folder_.write_index(index);
  EXPECT_EQ(folder_.read_index(), index);
}

TEST_F(Folder, GivesBackEachResultThatItGot) {
  const CaseResult result = some_result();
  EXPECT_FALSE(folder_.read_result(result.id));
  folder_.write_result(result, folder_.unfinished_file(result.id));
  const auto again = folder_.read_result(result.id);
  ASSERT_TRUE(again);
  EXPECT_EQ(result_to_json(*again), result_to_json(result));
  EXPECT_EQ(again->place.restarts, 2);
  EXPECT_EQ(again->files, result.files);
  EXPECT_EQ(again->timeout_s, 1.5);
  EXPECT_EQ(again->status, CaseStatus::kCrashed);
}

TEST_F(Folder, HasAReportOnlyOfACaseThatEndedWell) {
  CaseResult result = some_result();
  const std::string unfinished = folder_.unfinished_file(result.id);
  write(unfinished, "half of a rep");
  folder_.write_result(result, unfinished);
  EXPECT_FALSE(fs::exists(folder_.report_file(result.id)));
  result.status = CaseStatus::kOk;
  write(unfinished, "a report");
  folder_.write_result(result, unfinished);
  EXPECT_EQ(read(folder_.report_file(result.id)), "a report");
  EXPECT_FALSE(fs::exists(unfinished));
  EXPECT_EQ(folder_.read_result(result.id)->report_bytes, 8);
  folder_.clear_case(result.id, *folder_.lock_case(result.id));
  EXPECT_FALSE(folder_.read_result(result.id));
  EXPECT_FALSE(fs::exists(folder_.report_file(result.id)));
}

TEST_F(Folder, HasNoResultOfACaseThatIsAnotherByNow) {
  CaseResult result = some_result();
  folder_.write_result(result, folder_.unfinished_file(result.id));
  Case one = some_case();
  EXPECT_FALSE(folder_.result_of(one));
  one.profile_arguments = result.arguments;
  EXPECT_TRUE(folder_.result_of(one));
}

TEST_F(Folder, ComplainsOfWhatItCannotRead) {
  const auto complaint = [](const auto& read) -> std::string {
    try {
      read();
    } catch (const InputError& error) {
      return error.what();
    }
    return "none";
  };
  write(folder_.path() + "/index.json", "{\"schema_version\": 2, \"pl");
  EXPECT_THAT(complaint([&] { static_cast<void>(folder_.read_index()); }),
              HasSubstr("/index.json: it is no index of a sweep"));
  write(folder_.path() + "/index.json", "{\"schema_version\": 1}");
  EXPECT_THAT(complaint([&] { static_cast<void>(folder_.read_index()); }),
              HasSubstr("of another version"));
  write(folder_.result_file("x"), "[]");
  EXPECT_THAT(complaint([&] { static_cast<void>(folder_.read_result("x")); }),
              HasSubstr("/results/x.json: it is no result of a case"));
  std::string other = result_to_json(some_result());
  other.replace(other.find("crashed"), 7, "vanished");
  write(folder_.result_file("x"), other);
  EXPECT_THAT(complaint([&] { static_cast<void>(folder_.read_result("x")); }),
              HasSubstr("no status 'vanished'"));
}

TEST_F(Folder, ClearsWhatIsLeftOfOneCaseAlone) {
  const std::string elsewhere = folder_.path() + "/reports/.a:another-host:999999999";
  const std::string of_another = folder_.unfinished_file("a.case");
  for (const std::string& file : {folder_.unfinished_file("a"), elsewhere, of_another}) {
    write(file, "text");
  }
  folder_.clear_case("a", *folder_.lock_case("a"));
  EXPECT_FALSE(fs::exists(folder_.unfinished_file("a")));
  EXPECT_FALSE(fs::exists(elsewhere)) << "whoever has the case's lock is alone with it";
  EXPECT_TRUE(fs::exists(of_another));
}

TEST_F(Folder, GivesEachCaseToOneAtATime) {
  auto lock = folder_.lock_case("a");
  ASSERT_TRUE(lock);
  EXPECT_FALSE(folder_.lock_case("a"));
  EXPECT_TRUE(folder_.lock_case("b"));
  lock.reset();
  EXPECT_TRUE(folder_.lock_case("a"));
}

TEST_F(Folder, LetsNobodyChangeTheIndexWhileItsCasesRun) {
  auto one = folder_.lock_index(FileLock::Mode::kShared);
  auto other = folder_.lock_index(FileLock::Mode::kShared);
  ASSERT_TRUE(one && other);
  EXPECT_FALSE(folder_.lock_index(FileLock::Mode::kAlone));
  one.reset();
  EXPECT_FALSE(folder_.lock_index(FileLock::Mode::kAlone));
  other.reset();
  auto writer = folder_.lock_index(FileLock::Mode::kAlone);
  ASSERT_TRUE(writer);
  EXPECT_FALSE(folder_.lock_index(FileLock::Mode::kShared));
  writer->share();
  EXPECT_TRUE(folder_.lock_index(FileLock::Mode::kShared));
}

TEST_F(Folder, KnowsWhichCasesItHasResultsOf) {
  EXPECT_TRUE(folder_.ids_of_results().empty());
  CaseResult result = some_result();
  for (const char* id : {"z", "a.b"}) {
    result.id = id;
    folder_.write_result(result, folder_.unfinished_file(id));
  }
  write(folder_.path() + "/results/.hookstat-1-0.tmp", "half");
  EXPECT_EQ(folder_.ids_of_results(), (std::vector<std::string>{"a.b", "z"}));
}

TEST(SweepFolder, SaysWhereItCannotBeMade) {
  EXPECT_THROW(SweepFolder("/proc/none").create(), OutputError);
}

}  // namespace
}  // namespace hookstat::sweep::testing
