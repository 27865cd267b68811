// Cores that one measurement has for itself.
#include "cli/core_claims.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "hookstat/error.h"

namespace hookstat::cli::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class CoreClaims : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string folder_ = ::testing::TempDir() + "hookstat_core_claims_" + std::to_string(getpid());
  Cores cores_{folder_};
};

TEST_F(CoreClaims, AreOfNobodyElseUntilTheyGo) {
  const std::size_t all = cores_.count();
  ASSERT_GT(all, 0U);
  auto claim = cores_.claim(all, "cpu");
  ASSERT_TRUE(claim);
  EXPECT_GE(claim->processors().size(), all);
  EXPECT_FALSE(cores_.claim(1, "cpu"));
  EXPECT_FALSE(Cores(folder_).claim(1, "cpu")) << "by the files, not by the object";
  claim.reset();
  EXPECT_TRUE(cores_.claim(1, "cpu"));
}

TEST_F(CoreClaims, AreOfDifferentCores) {
  std::vector<CoreClaim> claims;
  std::vector<int> processors;
  while (auto claim = cores_.claim(1, "cpu")) {
    ASSERT_THAT(claim->processors(), SizeIs(1));
    processors.push_back(claim->processors().front());
    claims.push_back(*std::move(claim));
  }
  EXPECT_THAT(claims, SizeIs(cores_.count()));
  std::ranges::sort(processors);
  EXPECT_EQ(std::ranges::adjacent_find(processors), processors.end());
}

TEST_F(CoreClaims, AreOfAllWhereMoreIsWanted) {
  const auto claim = cores_.claim(cores_.count() + 7, "cpu");
  ASSERT_TRUE(claim);
  cpu_set_t usable;
  ASSERT_EQ(sched_getaffinity(0, sizeof(usable), &usable), 0);
  EXPECT_THAT(claim->processors(), SizeIs(static_cast<std::size_t>(CPU_COUNT(&usable))));
}

/// Four cores of two processors each; of the last, this process may use the second alone.
std::vector<MachineCore> four_cores() { return {{0, {0, 4}}, {1, {1, 5}}, {2, {2, 6}}, {3, {7}}}; }

TEST_F(CoreClaims, TakeOneProcessorOfACoreWhileCoresAreEnough) {
  Cores cores(folder_, four_cores());
  EXPECT_THAT(cores.claim(4, "cpu")->processors(), ElementsAre(0, 1, 2, 7));
  EXPECT_THAT(cores.claim(5, "cpu")->processors(), ElementsAre(0, 4, 1, 5, 2, 6, 7));
}

TEST_F(CoreClaims, AreOfTheCoreWhateverOfItsProcessorsAProcessMayUse) {
  Cores cores(folder_, {{3, {3}}});
  Cores others(folder_, {{3, {7}}});
  const auto claim = cores.claim(1, "cpu");
  EXPECT_TRUE(claim);
  EXPECT_FALSE(others.claim(1, "cpu"));
}

TEST_F(CoreClaims, KeepWhatTheyGotAndTheirPlaceWhileTheyWait) {
  Cores much(folder_, four_cores());
  Cores little(folder_, four_cores());
  auto first = little.claim(1, "cpu");
  auto second = little.claim(1, "cpu");
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(much.claim(4, "cpu"));
  EXPECT_FALSE(little.claim(1, "cpu")) << "two cores are free, and somebody waits for all";
  first.reset();
  EXPECT_FALSE(little.claim(1, "cpu"));
  EXPECT_FALSE(much.claim(4, "cpu"));
  second.reset();
  auto all = much.claim(4, "cpu");
  EXPECT_TRUE(all);
  EXPECT_FALSE(little.claim(1, "cpu"));
  all.reset();
  EXPECT_TRUE(little.claim(1, "cpu"));
}

TEST_F(CoreClaims, AreOfNoMoreCoresThanWanted) {
  Cores first(folder_, four_cores());
  Cores second(folder_, four_cores());
  std::vector<std::optional<CoreClaim>> held;
  for (int i = 0; i < 4; ++i) held.push_back(first.claim(1, "cpu"));
  held[3].reset();
  EXPECT_FALSE(second.claim(2, "cpu")) << "and keeps the last core";
  held[0].reset();
  held[1].reset();
  const auto claim = second.claim(2, "cpu");
  ASSERT_TRUE(claim);
  EXPECT_EQ(claim->cores(), 2U);
  EXPECT_THAT(claim->processors(), ElementsAre(0, 7));
  EXPECT_TRUE(first.claim(1, "cpu"));
}

TEST_F(CoreClaims, GiveBackWhatTheyGotWhenSomethingElseIsWanted) {
  Cores much(folder_, four_cores());
  Cores little(folder_, four_cores());
  const auto one = little.claim(1, "cpu");
  EXPECT_FALSE(much.claim(4, "cpu"));
  EXPECT_TRUE(much.claim(3, "cpu"));
  EXPECT_TRUE(little.claim(3, "cpu")) << "nobody waits any more";
}

TEST_F(CoreClaims, ThatWaitForADeviceKeepNobodyFromCores) {
  Cores first(folder_, four_cores());
  Cores second(folder_, four_cores());
  const auto card = first.claim(1, "cuda");
  ASSERT_TRUE(card);
  EXPECT_FALSE(second.claim(1, "cuda"));
  EXPECT_TRUE(first.claim(1, "cpu"));
}

TEST_F(CoreClaims, CanBeMadeByEveryUser) {
  const mode_t before = umask(077);
  const auto claim = cores_.claim(1, "cpu");
  umask(before);
  ASSERT_TRUE(claim);
  for (const auto& file : std::filesystem::directory_iterator(folder_)) {
    const auto mode = static_cast<unsigned>(file.status().permissions());
    EXPECT_EQ(mode & 0666U, 0666U) << file;
  }
}

TEST_F(CoreClaims, KeepDevicesApartToo) {
  if (cores_.count() < 2) GTEST_SKIP() << "one core";
  const auto first = cores_.claim(1, "cuda");
  ASSERT_TRUE(first);
  EXPECT_FALSE(cores_.claim(1, "cuda:0"));
  cores_.stop_waiting();
  EXPECT_TRUE(cores_.claim(1, "cuda:1"));
  EXPECT_TRUE(cores_.claim(1, "cpu"));
}

TEST_F(CoreClaims, GoWithTheProcessThatHasThem) {
  const pid_t child = fork();
  if (child == 0) {
    const auto claim = cores_.claim(1, "cpu");
    _exit(claim ? 0 : 1);  // killed rather than ended: nothing is given back by hand
  }
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(cores_.claim(cores_.count(), "cpu"));
}

TEST(CoreClaimsFolder, SaysWhereItCannotBeUsed) {
  EXPECT_THROW(static_cast<void>(Cores("/proc/none").claim(1, "cpu")), InputError);
}

TEST(Cards, AreThoseThatTheProcessMaySee) {
  EXPECT_EQ(card_of("cuda", ""), "0");
  EXPECT_EQ(card_of("cuda:3", ""), "3");
  EXPECT_EQ(card_of("cuda", "2,5"), "2");
  EXPECT_EQ(card_of("cuda:1", "2,5"), "5");
  EXPECT_EQ(card_of("cuda:1", "2, 5"), "5");
  EXPECT_EQ(card_of("cuda:1", "GPU-8f/1,MIG-2/7/0"), "MIG-2-7-0");
  EXPECT_EQ(card_of("cuda:4", "2,5"), "4");
}

TEST(Cards, AreCalledAsTheMachineDoesInATaskOfSlurm) {
  setenv("CUDA_VISIBLE_DEVICES", "0", 1);
  EXPECT_EQ(visible_cards(), "0");
  setenv("SLURM_JOB_GPUS", "2,5", 1);
  EXPECT_EQ(card_of("cuda:1", visible_cards()), "5");
  setenv("SLURM_STEP_GPUS", "5", 1);
  EXPECT_EQ(card_of("cuda", visible_cards()), "5");
  for (const char* name : {"CUDA_VISIBLE_DEVICES", "SLURM_JOB_GPUS", "SLURM_STEP_GPUS"}) {
    unsetenv(name);
  }
}

}  // namespace
}  // namespace hookstat::cli::testing
