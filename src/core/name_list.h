// Names in a sentence.
#pragma once

#include <string>
#include <vector>

namespace hookstat {

/// "a, b, c and 4 more": the first `most` of the names. Pure; thread-safe.
[[nodiscard]] std::string first_names(const std::vector<std::string>& names, std::size_t most);

}  // namespace hookstat
