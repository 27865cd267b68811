// reStructuredText grid tables.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hookstat::exporting {

/// `text` as one line of reStructuredText that reads back as `text`: a backslash before what
/// docutils would take for markup, and before nothing in an ordinary name (`vgg.0`, `conv_1`).
/// Trailing white space cannot be kept: a cell is padded with it.
/// REQUIRES: printable text.
[[nodiscard]] std::string rst_text(std::string_view text);

/// A grid table whose first row is the head; every line ends with a line break. A cell is ` TEXT `;
/// a column is as wide as its longest text plus 2. REQUIRES: a row, all rows of one length, cells
/// that are reStructuredText already.
[[nodiscard]] std::string grid_table(const std::vector<std::vector<std::string>>& rows);

}  // namespace hookstat::exporting
