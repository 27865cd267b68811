// `{batch}` and its like in the texts of inputs.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace hookstat::sweep {

/// The words in braces, in order: letters, digits and underscores alone, so that JSON, whose braces
/// are followed by a quote, has none. Pure; thread-safe.
[[nodiscard]] std::vector<std::string_view> placeholders_in(std::string_view text);

/// The text with `value_of(word)` for each placeholder.
[[nodiscard]] std::string filled(std::string_view text,
                                 const std::function<std::string(std::string_view)>& value_of);

}  // namespace hookstat::sweep
