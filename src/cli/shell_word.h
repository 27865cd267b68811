// Texts as a POSIX shell takes them.
#pragma once

#include <string>

namespace hookstat::cli {

/// `text` as one word, in quotes where it needs them. Pure; thread-safe.
[[nodiscard]] std::string shell_word(const std::string& text);

}  // namespace hookstat::cli
