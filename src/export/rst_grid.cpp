#include "export/rst_grid.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "export/display_text.h"

namespace hookstat::exporting {
namespace {

constexpr std::string_view kPunctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kDigits = "0123456789";

bool contains(std::string_view set, char c) { return set.find(c) != std::string_view::npos; }

// What docutils strips from a line; the rest of white space is not printable.
constexpr std::string_view kSpaces[] = {" ",      "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002",
                                        "\u2003", "\u2004", "\u2005", "\u2006", "\u2007", "\u2008",
                                        "\u2009", "\u200A", "\u202F", "\u205F", "\u3000"};

/// Bytes of the white space character that `text` begins (or ends) with; 0 where there is none.
std::size_t space_at(std::string_view text, bool beginning) {
  const auto* const space = std::ranges::find_if(kSpaces, [&](std::string_view s) {
    return beginning ? text.starts_with(s) : text.ends_with(s);
  });
  return space == std::end(kSpaces) ? 0 : space->size();
}

std::string_view without_leading_spaces(std::string_view text) {
  while (const std::size_t bytes = space_at(text, true)) text.remove_prefix(bytes);
  return text;
}

std::string_view without_trailing_spaces(std::string_view text) {
  while (const std::size_t bytes = space_at(text, false)) text.remove_suffix(bytes);
  return text;
}

/// `1.`, `a)`, `iv.` and the like before a space or the end begin a list.
bool begins_with_enumerator(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of(kDigits), text.size());
  const std::size_t letters = std::min(text.find_first_not_of(kLetters), text.size());
  const std::size_t mark = std::max(digits, letters);
  if (mark == 0 || mark == text.size() || !contains(".)", text[mark])) return false;
  return mark + 1 == text.size() || text[mark + 1] == ' ';
}

bool begins_with_bullet(std::string_view text) {
  return text.starts_with("\u2022") || text.starts_with("\u2023") || text.starts_with("\u2043");
}

/// Markup of whole lines (lists, fields, options, titles ...) is told by its first character. An
/// underscore is none of it, and common at the start of a name.
bool begins_as_block(std::string_view text) {
  if (text.empty()) return false;
  const bool punctuation = text.front() != '_' && contains(kPunctuation, text.front());
  return punctuation || begins_with_enumerator(text) || begins_with_bullet(text);
}

/// Whether the underscore at `i` could end a reference (`name_`, `name__`): one that no letter or
/// digit follows after further underscores.
bool ends_a_reference(std::string_view text, std::size_t i) {
  const std::size_t next = text.find_first_not_of('_', i);
  if (next == std::string_view::npos) return true;
  return !contains(kLetters, text[next]) && !contains(kDigits, text[next]);
}

bool is_inline_markup(std::string_view text, std::size_t i) {
  if (contains("*`|\\", text[i])) return true;
  return text[i] == '_' && ends_a_reference(text, i);
}

std::string rule(const std::vector<std::size_t>& widths, char line) {
  std::string text = "+";
  for (const std::size_t width : widths) text += std::string(width, line) + '+';
  return text + '\n';
}

}  // namespace

std::string rst_text(std::string_view text) {
  const std::string_view tail = without_leading_spaces(text);
  const std::string_view body = without_trailing_spaces(tail);
  if (body.empty()) return std::string(text);
  std::string result(text.substr(0, text.size() - tail.size()));
  // An escaped space, which docutils drops, keeps leading white space from being stripped and a
  // line of backslashes from being read as a title's underline.
  const bool backslashes = body.find_first_not_of('\\') == std::string_view::npos;
  if (!result.empty() || backslashes) result.insert(0, "\\ ");
  // A line that ends with `::` announces a literal block.
  const bool announces = body.ends_with("::");
  for (std::size_t i = 0; i < body.size(); ++i) {
    const bool block = i == 0 && begins_as_block(body);
    const bool last_colon = announces && i + 1 == body.size();
    if (block || last_colon || is_inline_markup(body, i)) result += '\\';
    result += body[i];
  }
  return result + std::string(tail.substr(body.size()));
}

std::string grid_table(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths(rows.front().size(), 2);
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(row[i]) + 2);
    }
  }
  std::string text = rule(widths, '-');
  for (const auto& row : rows) {
    text += '|';
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += padded(' ' + row[i], widths[i], Align::kLeft) + '|';
    }
    text += '\n' + rule(widths, &row == &rows.front() ? '=' : '-');
  }
  return text;
}

}  // namespace hookstat::exporting
