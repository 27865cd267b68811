// When a case of a sweep has nothing left to do.
#include "sweep/case_files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>

namespace hookstat::sweep::testing {
namespace {

namespace fs = std::filesystem;

class CaseFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_.create();
    write(root_ + "/m.pt", "model");
    write(root_ + "/costs.json", "{}");
    one_.id = "m-t1";
    one_.model_file = root_ + "/m.pt";
    one_.profile_arguments = {one_.model_file, "--threads=1", "--costs=" + root_ + "/costs.json"};
    one_.timeout_s = 5;
  }
  void TearDown() override { fs::remove_all(root_); }

  static void write(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
  }

  /// Ends as the runner has a case end.
  void end(CaseStatus status) {
    CaseResult result;
    result.id = one_.id;
    result.status = status;
    result.arguments = one_.profile_arguments;
    result.files = files_of(one_);
    result.timeout_s = one_.timeout_s;
    write(folder_.unfinished_file(one_.id), "a report");
    folder_.write_result(result, folder_.unfinished_file(one_.id));
  }

  [[nodiscard]] bool done(bool retry_failed = false) const {
    return is_done(folder_, one_, retry_failed);
  }

  std::string root_ = ::testing::TempDir() + "hookstat_case_files_" + std::to_string(getpid());
  SweepFolder folder_{root_ + "/sweep"};
  Case one_;
};

TEST_F(CaseFiles, MakeItDoneOnceItHasEnded) {
  EXPECT_FALSE(done());
  end(CaseStatus::kOk);
  EXPECT_TRUE(done());
  EXPECT_FALSE(done(/*retry_failed=*/true)) << "its report is none, however large";
  end(CaseStatus::kFailed);
  EXPECT_TRUE(done());
  EXPECT_FALSE(done(/*retry_failed=*/true));
}

TEST_F(CaseFiles, MakeItUndoneWhenOneIsAnother) {
  end(CaseStatus::kOk);
  write(one_.model_file, "another model");
  EXPECT_FALSE(done());
  end(CaseStatus::kOk);
  ASSERT_TRUE(done());
  fs::last_write_time(root_ + "/costs.json",
                      fs::last_write_time(root_ + "/costs.json") + std::chrono::seconds(1));
  EXPECT_FALSE(done()) << "as large as before, and written later";
}

TEST_F(CaseFiles, AreNotMissedOnceThereIsAResult) {
  end(CaseStatus::kOk);
  fs::remove(one_.model_file);
  EXPECT_TRUE(done());
}

TEST_F(CaseFiles, MakeItUndoneWhenItsReportIsDamaged) {
  end(CaseStatus::kOk);
  write(folder_.report_file(one_.id), "a rep");
  EXPECT_FALSE(done());
  fs::remove(folder_.report_file(one_.id));
  EXPECT_FALSE(done());
}

TEST_F(CaseFiles, GiveWhatTookTooLongAnotherChanceWithMoreTime) {
  end(CaseStatus::kTimedOut);
  EXPECT_TRUE(done());
  one_.timeout_s = 4;
  EXPECT_TRUE(done());
  one_.timeout_s = 6;
  EXPECT_FALSE(done());
  one_.timeout_s.reset();
  EXPECT_FALSE(done());
}

TEST_F(CaseFiles, AreNamedFromTheRoot) {
  Case one;
  one.model_file = "a/../m.pt";
  one.inputs_file = "values.npz";
  one.profile_arguments = {one.model_file, "--input=a/../b", "--inputs=values.npz",
                           "--costs=c.json", "--load-library=x/lib.so"};
  make_absolute(one);
  const std::string here = fs::current_path();
  EXPECT_EQ(one.model_file, here + "/m.pt");
  EXPECT_EQ(one.inputs_file, here + "/values.npz");
  EXPECT_EQ(one.profile_arguments,
            (std::vector<std::string>{
                here + "/m.pt", "--input=a/../b", "--inputs=" + here + "/values.npz",
                "--costs=" + here + "/c.json", "--load-library=" + here + "/x/lib.so"}));
}

TEST(ThreadsWanted, AreThoseOfAnOperatorTimesTheCallers) {
  Case one;
  EXPECT_EQ(threads_wanted(one), 0);
  one.profile_arguments = {"m.pt", "--concurrency=4"};
  EXPECT_EQ(threads_wanted(one), 0) << "LibTorch takes what there is";
  one.threads = 3;
  EXPECT_EQ(threads_wanted(one), 12);
  one.profile_arguments.pop_back();
  EXPECT_EQ(threads_wanted(one), 3);
}

}  // namespace
}  // namespace hookstat::sweep::testing
