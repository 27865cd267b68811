// Numbers in the sentences of warnings; independent of the process's locale.
#pragma once

#include <array>
#include <charconv>
#include <string>

namespace hookstat::reporting {

[[nodiscard]] inline std::string fixed(double value, int decimals) {
  std::array<char, 400> text{};  // the greatest double has 309 digits
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                 std::chars_format::fixed, decimals);
  return {text.data(), end.ptr};
}

/// "12.3 %"
[[nodiscard]] inline std::string percent(double value) { return fixed(value, 1) + " %"; }

}  // namespace hookstat::reporting
