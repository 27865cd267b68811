#include "sweep/placeholders.h"

#include <algorithm>
#include <cstddef>

namespace hookstat::sweep {
namespace {

bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_';
  });
}

/// Calls `found(begin, end)` for each placeholder, its braces among it.
template <class Found>
void each_placeholder(std::string_view text, const Found& found) {
  std::size_t open = std::string_view::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{') open = i;
    if (text[i] != '}' || open == std::string_view::npos) continue;
    if (is_word(text.substr(open + 1, i - open - 1))) found(open, i + 1);
    open = std::string_view::npos;
  }
}

}  // namespace

std::vector<std::string_view> placeholders_in(std::string_view text) {
  std::vector<std::string_view> words;
  each_placeholder(text, [&](std::size_t begin, std::size_t end) {
    words.push_back(text.substr(begin + 1, end - begin - 2));
  });
  return words;
}

std::string filled(std::string_view text,
                   const std::function<std::string(std::string_view)>& value_of) {
  std::string result;
  std::size_t done = 0;
  each_placeholder(text, [&](std::size_t begin, std::size_t end) {
    result.append(text.substr(done, begin - done));
    result.append(value_of(text.substr(begin + 1, end - begin - 2)));
    done = end;
  });
  return result.append(text.substr(done));
}

}  // namespace hookstat::sweep
