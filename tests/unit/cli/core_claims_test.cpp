// Cores that one measurement has for itself.
#include "cli/core_claims.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "hookstat/error.h"

namespace hookstat::cli::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
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

TEST_F(CoreClaims, LeaveNothingWhereTheyAreNotToBeHad) {
  if (cores_.count() < 2) GTEST_SKIP() << "one core";
  const auto one = cores_.claim(1, "cpu");
  EXPECT_FALSE(cores_.claim(cores_.count(), "cpu"));
  EXPECT_TRUE(cores_.claim(cores_.count() - 1, "cpu")) << "those that it had were given back";
}

TEST_F(CoreClaims, KeepDevicesApartToo) {
  if (cores_.count() < 2) GTEST_SKIP() << "one core";
  const auto first = cores_.claim(1, "cuda");
  ASSERT_TRUE(first);
  EXPECT_FALSE(cores_.claim(1, "cuda:0"));
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
  EXPECT_EQ(card_of("cuda:1", "GPU-8f/1,MIG-2/7/0"), "MIG-2-7-0");
  EXPECT_EQ(card_of("cuda:4", "2,5"), "4");
}

TEST(ProcessorLists, AreReadAsTheSystemWritesThem) {
  EXPECT_THAT(parse_processor_list("0-3,8"), ElementsAre(0, 1, 2, 3, 8));
  EXPECT_THAT(parse_processor_list("5"), ElementsAre(5));
  EXPECT_THAT(parse_processor_list(""), IsEmpty());
  EXPECT_THAT(parse_processor_list("none"), IsEmpty());
}

}  // namespace
}  // namespace hookstat::cli::testing
