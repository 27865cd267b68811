// Expected outputs kept as files in tests/golden. scripts/approve_golden.sh rewrites them.
#pragma once

#include <string>

namespace hookstat::testing {

/// Expects `text` to equal the file `name` in tests/golden; a missing file is a failure. With
/// HOOKSTAT_APPROVE=1 in the environment writes the file instead.
void expect_golden(const std::string& name, const std::string& text);

/// The whole file; fails the test and returns "" where it cannot be read.
[[nodiscard]] std::string read_text(const std::string& path);

}  // namespace hookstat::testing
