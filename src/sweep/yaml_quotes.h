// Texts in quotes as a YAML file writes them, where the parser does not tell enough.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace hookstat::sweep {

/// Where a text in quotes stands in a file, by bytes from 0.
struct QuotedText {
  std::size_t begin = 0;  ///< of the opening quote
  /// Behind the closing quote; null: there is none up to the end of the file.
  std::optional<std::size_t> end;
};

/// The text in quotes that a scalar at `from` is, behind its anchor and tag; null where it is plain
/// or a block, and where the file has no such byte. Pure; thread-safe.
[[nodiscard]] std::optional<QuotedText> quoted_text_at(std::string_view file, std::size_t from);

/// Whether a line of the text behind its first is not blank and begins with `columns` spaces at
/// most. Pure; thread-safe.
[[nodiscard]] bool has_line_indented_by(std::string_view text, std::size_t columns);

/// The file as the parser counts its bytes: without the mark EF BB BF; empty where it is UTF-16 or
/// UTF-32, which the parser counts otherwise. Pure; thread-safe.
[[nodiscard]] std::string_view counted_part(std::string_view file);

}  // namespace hookstat::sweep
