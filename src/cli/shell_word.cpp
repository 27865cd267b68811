#include "cli/shell_word.h"

#include <algorithm>
#include <cctype>
#include <cstring>

namespace hookstat::cli {

std::string shell_word(const std::string& text) {
  const bool is_plain = !text.empty() && std::ranges::all_of(text, [](unsigned char letter) {
    return std::isalnum(letter) != 0 || std::strchr("/._-+:,@%=", letter) != nullptr;
  });
  if (is_plain) return text;
  std::string word = "'";
  for (const char letter : text) {
    if (letter == '\'') {
      word += "'\\''";
    } else {
      word += letter;
    }
  }
  return word + "'";
}

}  // namespace hookstat::cli
