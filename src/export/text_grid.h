// A table of plain text for the terminal that fits itself into a width.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "export/display_text.h"

namespace hookstat::exporting {

enum class Style { kPlain, kBold, kWarm, kHot };

/// `text` between the terminal's codes for `style`; as it is without colour.
[[nodiscard]] std::string painted(std::string_view text, Style style, bool color);

struct GridColumn {
  std::string_view header;
  Align align = Align::kRight;
  int drop_rank = 0;  ///< the lowest goes first where there is no room; 0: always stays
};

struct GridCell {
  std::string text;  ///< printable
  Style style = Style::kPlain;
};

/// The first column is the one that is cut where all that may go is gone.
struct TextGrid {
  std::vector<GridColumn> columns;
  std::vector<std::vector<GridCell>> rows;
  std::size_t rows_below_rule = 0;  ///< of the last rows, set off by a rule
  std::size_t indent = 0;
  Cut cut = Cut::kEnd;
};

/// Lines of at most `width` columns (0: no limit), without trailing spaces. The head and its rule
/// are left out where no column has a header.
[[nodiscard]] std::string render(const TextGrid& grid, std::size_t width, bool color);

}  // namespace hookstat::exporting
