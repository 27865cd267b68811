// What a misspelt name was meant to be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hookstat::sweep {

/// The name that `typed` comes closest to: by two letters that are added, left out, changed or
/// swapped at most, and by less than half of `typed`; the first of several. Empty where none is so
/// close. Pure; thread-safe.
[[nodiscard]] std::string_view closest_name(std::string_view typed,
                                            const std::vector<std::string_view>& names);

/// "unknown key 'thread': did you mean 'threads'?", or which there are. Pure; thread-safe.
[[nodiscard]] std::string unknown_key(std::string_view typed,
                                      const std::vector<std::string_view>& names);

}  // namespace hookstat::sweep
