// Whole files of text.
#pragma once

#include <string>

namespace hookstat::cli {

/// Throws InputError where the file is missing, a directory, empty or unreadable; the message
/// begins with its path.
[[nodiscard]] std::string read_file(const std::string& path);

}  // namespace hookstat::cli
