#include "export/text_grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace hookstat::exporting {
namespace {

constexpr std::size_t kGap = 2;
// Columns are dropped for the sake of this much of a long name, and no more.
constexpr std::size_t kNameColumns = 24;
constexpr std::size_t kLeastNameColumns = 4;

struct ShownColumn {
  std::size_t index;
  std::size_t width;
};

std::vector<ShownColumn> all_columns(const TextGrid& grid) {
  std::vector<ShownColumn> shown;
  for (std::size_t i = 0; i < grid.columns.size(); ++i) {
    std::size_t width = display_width(grid.columns[i].header);
    for (const auto& row : grid.rows) width = std::max(width, display_width(row[i].text));
    shown.push_back({i, width});
  }
  return shown;
}

/// Columns taken by all but the first column.
std::size_t width_beside_name(const TextGrid& grid, const std::vector<ShownColumn>& shown) {
  return std::accumulate(
      shown.begin() + 1, shown.end(), grid.indent,
      [](std::size_t sum, const ShownColumn& c) { return sum + kGap + c.width; });
}

void fit(const TextGrid& grid, std::size_t width, std::vector<ShownColumn>& shown) {
  const auto rank = [&](const ShownColumn& c) { return grid.columns[c.index].drop_rank; };
  const std::size_t name = std::min(shown.front().width, kNameColumns);
  while (width_beside_name(grid, shown) + name > width) {
    auto least = shown.end();
    for (auto it = shown.begin() + 1; it != shown.end(); ++it) {
      if (rank(*it) > 0 && (least == shown.end() || rank(*it) < rank(*least))) least = it;
    }
    if (least == shown.end()) break;
    shown.erase(least);
  }
  const std::size_t beside = width_beside_name(grid, shown);
  const std::size_t room = width > beside ? width - beside : 0;
  shown.front().width = std::min(shown.front().width, std::max(room, kLeastNameColumns));
}

std::string line_of(const TextGrid& grid, const std::vector<ShownColumn>& shown,
                    const std::vector<GridCell>& cells, bool color) {
  std::size_t last = shown.size();
  while (last > 0 && cells[shown[last - 1].index].text.empty()) --last;
  std::string line(grid.indent, ' ');
  for (std::size_t i = 0; i < last; ++i) {
    const GridCell& cell = cells[shown[i].index];
    const Align align = grid.columns[shown[i].index].align;
    const std::string text = i == 0 ? fitted(cell.text, shown[i].width, grid.cut) : cell.text;
    const bool open_end = i + 1 == last && align == Align::kLeft;
    if (i > 0) line += std::string(kGap, ' ');
    line += painted(open_end ? text : padded(text, shown[i].width, align), cell.style, color);
  }
  return line + '\n';
}

std::vector<GridCell> head_of(const TextGrid& grid) {
  std::vector<GridCell> cells;
  cells.reserve(grid.columns.size());
  for (const GridColumn& column : grid.columns) {
    cells.push_back({std::string(column.header), Style::kBold});
  }
  return cells;
}

}  // namespace

std::string painted(std::string_view text, Style style, bool color) {
  if (!color || style == Style::kPlain) return std::string(text);
  const std::string_view code = style == Style::kBold ? "1" : style == Style::kWarm ? "33" : "1;31";
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string render(const TextGrid& grid, std::size_t width, bool color) {
  std::vector<ShownColumn> shown = all_columns(grid);
  if (width > 0) fit(grid, width, shown);
  const std::size_t columns = width_beside_name(grid, shown) - grid.indent + shown.front().width;
  const std::string rule = std::string(grid.indent, ' ') + std::string(columns, '-') + '\n';
  const bool headed = std::ranges::any_of(
      grid.columns, [](const GridColumn& column) { return !column.header.empty(); });
  std::string text;
  if (headed) text += line_of(grid, shown, head_of(grid), color) + rule;
  for (std::size_t i = 0; i < grid.rows.size(); ++i) {
    if (grid.rows_below_rule > 0 && i + grid.rows_below_rule == grid.rows.size()) text += rule;
    text += line_of(grid, shown, grid.rows[i], color);
  }
  return text;
}

}  // namespace hookstat::exporting
