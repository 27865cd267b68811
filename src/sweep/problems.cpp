#include "sweep/problems.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace hookstat::sweep {

std::vector<Problem> Problems::sorted() const {
  std::vector<Problem> problems;
  problems.reserve(found_.size());
  for (const auto& [at, message] : found_) problems.push_back({at.line, at.column, message});
  return problems;
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t kMost = 60;
  std::size_t end = std::min(text.size(), kMost);
  if (end < text.size()) {
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  }
  std::string result = "'";
  for (const char letter : text.substr(0, end)) {
    const auto byte = static_cast<unsigned char>(letter);
    result += byte < 0x20 || byte == 0x7F ? '?' : letter;
  }
  return result.append(end < text.size() ? "...'" : "'");
}

std::string first_of(const std::string& first, std::size_t count, std::string_view noun) {
  if (count <= 1) return first;
  const std::string more = first + " and " + std::to_string(count - 1) + " more ";
  return more + std::string(noun) + (count > 2 ? "s" : "");
}

std::string listed(const std::vector<std::string_view>& names, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool is_last = i + 1 == names.size();
    if (i > 0 && is_last) text.append(" ").append(last).append(" ");
    if (i > 0 && !is_last) text.append(", ");
    text.append(names[i]);
  }
  return text;
}

}  // namespace hookstat::sweep
