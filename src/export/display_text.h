// A model's names as text that a terminal or a table can hold: one line, valid UTF-8, known width.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hookstat::exporting {

/// `text` with control characters, line separators and direction marks written out (a newline
/// becomes the two characters `\n`) and bytes that are not UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string printable(std::string_view text);

/// printable, with combining marks written out as well (`\u0301`): docutils counts them as a column
/// where it looks for a table's lines and as none where it cuts out the cells.
[[nodiscard]] std::string printable_in_grid(std::string_view text);

/// Columns that `text` takes: 2 for East Asian wide and fullwidth characters, 0 for combining
/// marks, else 1. REQUIRES: printable text.
[[nodiscard]] std::size_t display_width(std::string_view text);

enum class Cut { kEnd, kStart };

/// `text` if it fits `columns`; else its start (or its end, for kStart) with an ellipsis where it
/// was cut. REQUIRES: printable text.
[[nodiscard]] std::string fitted(std::string_view text, std::size_t columns, Cut cut = Cut::kEnd);

enum class Align { kLeft, kRight };

/// `text` filled up with spaces to `columns`.
[[nodiscard]] std::string padded(std::string_view text, std::size_t columns, Align align);

/// `text` broken between words into lines of at most `columns` (0: no limit), each ended by a line
/// break. The first line begins with `head`, the others with as many spaces.
[[nodiscard]] std::string wrapped(std::string_view head, std::string_view text,
                                  std::size_t columns);

}  // namespace hookstat::exporting
