#include "sweep/yaml_quotes.h"

#include <algorithm>

namespace hookstat::sweep {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

/// Where the scalar's own text begins: behind what may stand before it.
std::size_t behind_properties(std::string_view file, std::size_t at) {
  while (at < file.size() && (file[at] == '&' || file[at] == '!')) {
    at = file.find_first_of(kBlanks, at);
    at = file.find_first_not_of(kBlanks, at);
    while (at < file.size() && file[at] == '#') {
      at = file.find('\n', at);
      at = file.find_first_not_of(kBlanks, at);
    }
  }
  return at;
}

}  // namespace

std::optional<QuotedText> quoted_text_at(std::string_view file, std::size_t from) {
  const std::size_t begin = behind_properties(file, from);
  if (begin >= file.size() || (file[begin] != '"' && file[begin] != '\'')) return std::nullopt;
  const char quote = file[begin];
  for (std::size_t at = begin + 1; at < file.size(); ++at) {
    const bool is_escape = quote == '"' ? file[at] == '\\' : file.substr(at, 2) == "''";
    if (is_escape) {
      ++at;
    } else if (file[at] == quote) {
      return QuotedText{begin, at + 1};
    }
  }
  return QuotedText{begin, std::nullopt};
}

bool has_line_indented_by(std::string_view text, std::size_t columns) {
  for (std::size_t end = text.find('\n'); end != std::string_view::npos;) {
    text.remove_prefix(end + 1);
    end = text.find('\n');
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos || first > columns) continue;
    if (kBlanks.find(text[first]) == std::string_view::npos) return true;
  }
  return false;
}

std::string_view counted_part(std::string_view file) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (file.starts_with(kByteOrderMark)) return file.substr(kByteOrderMark.size());
  const auto is_foreign = [](char byte) {
    return byte == '\0' || byte == '\xFE' || byte == '\xFF';
  };
  return std::ranges::any_of(file.substr(0, 4), is_foreign) ? std::string_view{} : file;
}

}  // namespace hookstat::sweep
