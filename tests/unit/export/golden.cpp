#include "unit/export/golden.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>

namespace hookstat::testing {
namespace {

bool approving() {
  const char* const value = std::getenv("HOOKSTAT_APPROVE");
  return value != nullptr && std::string_view(value) == "1";
}

}  // namespace

std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << path << " cannot be read";
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(HOOKSTAT_GOLDEN_DIR) + "/" + name;
  if (approving()) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    EXPECT_TRUE(file.good()) << path << " cannot be written";
    return;
  }
  EXPECT_EQ(read_text(path), text)
      << "If the new output is right: scripts/approve_golden.sh, and look at git diff.";
}

}  // namespace hookstat::testing
