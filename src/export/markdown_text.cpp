#include "export/markdown_text.h"

#include "export/display_text.h"

namespace hookstat::exporting {

std::string escaped(std::string_view text) {
  constexpr std::string_view kSpecial = "\\`*_{}[]<>()#+-!|~&";
  constexpr std::string_view kDigits = "0123456789";
  const std::string plain = printable(text);
  // "1. " would begin a list.
  const std::size_t number_end = plain.find_first_not_of(kDigits);
  std::string result;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const bool ends_a_number = i > 0 && i == number_end && plain[i] == '.' &&
                               (i + 1 == plain.size() || plain[i + 1] == ' ');
    const bool is_special = kSpecial.find(plain[i]) != std::string_view::npos;
    if (is_special || ends_a_number) result.push_back('\\');
    result.push_back(plain[i]);
  }
  return result;
}

}  // namespace hookstat::exporting
