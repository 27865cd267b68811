#include "export/display_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <vector>

#include "export/combining_marks.h"
#include "export/wide_characters.h"

namespace hookstat::exporting {
namespace {

constexpr std::string_view kEllipsis = "\u2026";
constexpr std::string_view kReplacement = "\uFFFD";

struct Character {
  char32_t code = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

std::size_t sequence_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first < 0xE0) return 2;
  if (first >= 0xE0 && first < 0xF0) return 3;
  if (first >= 0xF0 && first < 0xF5) return 4;
  return 0;
}

/// REQUIRES: text is not empty.
Character first_character(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  const std::size_t length = sequence_length(first);
  if (length == 1) return {first, 1, true};
  if (length == 0 || length > text.size()) return {};
  char32_t code = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80U) return {};
    code = (code << 6U) | (byte & 0x3FU);
  }
  // Overlong forms, surrogates and what lies beyond Unicode are not UTF-8.
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  if (overlong || (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF) return {};
  return {code, length, true};
}

bool breaks_a_line_of_text(char32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

std::string written_out(char32_t code) {
  switch (code) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      break;
  }
  const auto number = static_cast<unsigned>(code);
  if (code < 0x100) return fmt::format("\\x{:02x}", number);
  return code < 0x10000 ? fmt::format("\\u{:04x}", number) : fmt::format("\\U{:08x}", number);
}

bool is_among(std::span<const CharacterRange> ranges, char32_t code) {
  const auto range = std::ranges::lower_bound(ranges, code, {}, &CharacterRange::last);
  return range != ranges.end() && code >= range->first;
}

bool combines(char32_t code) { return is_among(kCombiningMarks, code); }

std::size_t character_width(char32_t code) {
  if (combines(code)) return 0;
  return is_among(kWideCharacters, code) ? 2 : 1;
}

/// `text` with every character written out for which `unfit` holds.
std::string without(std::string_view text, bool (*unfit)(char32_t)) {
  std::string result;
  while (!text.empty()) {
    const Character character = first_character(text);
    if (!character.valid) {
      result += kReplacement;
    } else if (unfit(character.code)) {
      result += written_out(character.code);
    } else {
      result += text.substr(0, character.bytes);
    }
    text.remove_prefix(character.bytes);
  }
  return result;
}

struct Piece {
  std::string_view bytes;
  std::size_t columns;
};

std::vector<Piece> characters_of(std::string_view text) {
  std::vector<Piece> pieces;
  while (!text.empty()) {
    const Character character = first_character(text);
    pieces.push_back({text.substr(0, character.bytes), character_width(character.code)});
    text.remove_prefix(character.bytes);
  }
  return pieces;
}

}  // namespace

std::string printable(std::string_view text) { return without(text, breaks_a_line_of_text); }

std::string printable_in_grid(std::string_view text) {
  return without(text, [](char32_t code) { return breaks_a_line_of_text(code) || combines(code); });
}

std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  for (const Piece& piece : characters_of(text)) columns += piece.columns;
  return columns;
}

std::string fitted(std::string_view text, std::size_t columns, Cut cut) {
  if (display_width(text) <= columns) return std::string(text);
  if (columns == 0) return {};
  std::vector<Piece> pieces = characters_of(text);
  if (cut == Cut::kStart) std::ranges::reverse(pieces);
  std::string kept;
  std::size_t used = 1;  // the ellipsis
  for (const Piece& piece : pieces) {
    used += piece.columns;
    if (used > columns) break;
    kept.insert(cut == Cut::kStart ? 0 : kept.size(), piece.bytes);
  }
  return cut == Cut::kStart ? fmt::format("{}{}", kEllipsis, kept)
                            : fmt::format("{}{}", kept, kEllipsis);
}

std::string padded(std::string_view text, std::size_t columns, Align align) {
  const std::size_t width = display_width(text);
  const std::string space(columns > width ? columns - width : 0, ' ');
  return align == Align::kLeft ? std::string(text) + space : space + std::string(text);
}

std::string wrapped(std::string_view head, std::string_view text, std::size_t columns) {
  const std::size_t indent = display_width(head);
  const std::size_t room = columns > indent ? columns - indent : 1;
  std::string result(head);
  std::size_t used = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view whole = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::string word = columns == 0 ? std::string(whole) : fitted(whole, room);
    const std::size_t width = display_width(word);
    if (used > 0 && columns > 0 && used + 1 + width > room) {
      result += '\n';
      result.append(indent, ' ');
      used = 0;
    }
    if (used > 0) result += ' ';
    result += word;
    used += width + (used > 0 ? 1 : 0);
  }
  return result + "\n";
}

}  // namespace hookstat::exporting
