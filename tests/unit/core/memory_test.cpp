#include "core/memory.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>

namespace hookstat::testing {
namespace {

/// A folder that looks like that of control groups.
class CgroupMemory : public ::testing::Test {
 protected:
  CgroupMemory() { std::filesystem::create_directories(root_); }
  ~CgroupMemory() override { std::filesystem::remove_all(root_); }

  void write(const std::string& group, const std::string& name, const std::string& text) const {
    std::filesystem::create_directories(root_ / group);
    std::ofstream(root_ / group / name) << text << "\n";
  }

  [[nodiscard]] double left(const std::string& own = "/") const {
    return cgroup_bytes_left(root_, own);
  }

 private:
  std::filesystem::path root_ =
      std::filesystem::path(::testing::TempDir()) / ("cgroup_" + std::to_string(getpid()));
};

TEST_F(CgroupMemory, IsTheLimitWithoutWhatIsUsed) {
  write("", "memory.max", "1000");
  write("", "memory.current", "400");
  EXPECT_EQ(left(), 600);
  EXPECT_EQ(left(""), 600);
  write("", "memory.current", "1200");
  EXPECT_EQ(left(), 0);
}

TEST_F(CgroupMemory, HasRoomWhereFilesAreCachedThatNobodyUses) {
  write("", "memory.max", "1000");
  write("", "memory.current", "900");
  write("", "memory.stat", "anon 500\ninactive_file 300\nactive_file 100");
  EXPECT_EQ(left(), 400);
}

TEST_F(CgroupMemory, HasNoBoundWhereNoneIsSet) {
  EXPECT_TRUE(std::isinf(left("/none/there")));
  write("", "memory.max", "max");
  write("", "memory.current", "400");
  EXPECT_TRUE(std::isinf(left()));
  write("", "memory.max", "1000");
  write("", "memory.current", "");
  EXPECT_TRUE(std::isinf(left()));
}

TEST_F(CgroupMemory, IsTheLeastOfTheGroupsAroundTheProcess) {
  write("a", "memory.max", "1000");
  write("a", "memory.current", "900");
  write("a/b", "memory.max", "500");
  write("a/b", "memory.current", "100");
  EXPECT_EQ(left("/a/b"), 100);
  EXPECT_EQ(left("/a/b/c"), 100);
  write("a", "memory.max", "max");
  EXPECT_EQ(left("/a/b"), 400);
  EXPECT_TRUE(std::isinf(left("/a")));
}

TEST(AvailableMemory, IsSomeAndNoMoreThanTheMachineHas) {
  const double all =
      static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE));
  EXPECT_GT(available_bytes(), 0);
  EXPECT_LE(available_bytes(), all);
}

}  // namespace
}  // namespace hookstat::testing
