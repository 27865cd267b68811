// What the sections below the console table have in common.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "export/console_page.h"
#include "export/display_text.h"
#include "export/text_grid.h"

namespace hookstat::exporting {

inline constexpr std::size_t kIndent = 2;
inline constexpr GridColumn kName = {"", Align::kLeft, 0};

[[nodiscard]] inline std::string heading(std::string_view text, const Page& page) {
  return "\n" + painted(text, Style::kBold, page.color) + "\n";
}

/// A grid without a head line.
[[nodiscard]] inline TextGrid bare_grid(std::vector<GridColumn> columns, std::size_t indent) {
  TextGrid grid;
  grid.columns = std::move(columns);
  grid.indent = indent;
  return grid;
}

/// What the reader should know first; nothing where there is nothing.
[[nodiscard]] std::string warning_lines(const std::vector<Note>& warnings, const Page& page);

/// Operators where they were timed; operators and lines of code where the report has no modules to
/// tell them apart.
[[nodiscard]] std::string operator_lines(const Report& report, const Page& page);

}  // namespace hookstat::exporting
