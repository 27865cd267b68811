#include "sweep/closest_name.h"

#include <gtest/gtest.h>

namespace hookstat::sweep::testing {
namespace {

TEST(ClosestName, IsTwoEditsAwayAtMost) {
  const std::vector<std::string_view> names{"threads", "dtype", "device"};
  EXPECT_EQ(closest_name("thread", names), "threads");
  EXPECT_EQ(closest_name("treadz", names), "threads");
  EXPECT_EQ(closest_name("dytpe", names), "dtype");
  EXPECT_EQ(closest_name("devices", names), "device");
  EXPECT_EQ(closest_name("trea", names), "");
  EXPECT_EQ(closest_name("threading", names), "");
  EXPECT_EQ(closest_name("", names), "");
}

TEST(ClosestName, CountsTwoSwappedLettersAsOne) {
  const std::vector<std::string_view> names{"batch", "bxcth"};
  EXPECT_EQ(closest_name("bacth", {"bxxth", "batch"}), "batch");
  EXPECT_EQ(closest_name("bacth", names), "batch");
}

TEST(ClosestName, IsNoneThatSharesHalfOfAShortNameOnly) {
  EXPECT_EQ(closest_name("ab", {"ac"}), "");
  EXPECT_EQ(closest_name("pinn", {"pin"}), "pin");
}

TEST(ClosestName, StandsInTheMessage) {
  EXPECT_EQ(unknown_key("rnus", {"runs", "seed"}), "unknown key 'rnus': did you mean 'runs'?");
  EXPECT_EQ(unknown_key("x", {"runs", "seed", "pin"}),
            "unknown key 'x': there are runs, seed and pin");
}

}  // namespace
}  // namespace hookstat::sweep::testing
