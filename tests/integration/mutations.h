// Damage done to a file, the same each time.
#pragma once

#include <cstdint>
#include <string>

namespace hookstat::testing {

/// A file with one thing changed: cut short, a bit turned, a byte replaced, or a range zeroed. The
/// number says which.
[[nodiscard]] std::string damaged_file(const std::string& whole, std::uint32_t number);

/// Writes the zip archive `source` to `target` with one record changed (bits, bytes, parts taken
/// out or doubled, numbers set to their extremes) under a checksum that is right again. Returns the
/// name of the record.
std::string rewrite_with_a_changed_record(const std::string& source, const std::string& target,
                                          std::uint32_t number);

}  // namespace hookstat::testing
