// What the sections below the console table have in common.
#pragma once

#include <optional>
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

/// " (95 % between 1 ms and 2 ms)"; nothing where there is no interval.
[[nodiscard]] std::string interval_text(const std::optional<std::pair<double, double>>& bounds,
                                        std::string (*text)(double));

/// What hooks add to a call of the model, and to each call of what has hooks, a `noun`.
[[nodiscard]] std::string overhead_text(const Overhead& overhead, std::string_view noun);

/// What the reader should know first; nothing where there is nothing.
[[nodiscard]] std::string warning_lines(const std::vector<Note>& warnings, const Page& page);

/// What the model held at its peak; nothing where allocations were not recorded.
[[nodiscard]] std::string memory_lines(const Report& report, const Page& page);

/// How host and device shared the call; nothing where there is no device.
[[nodiscard]] std::string device_lines(const Report& report, const Page& page);

/// Several threads at once; nothing where one called.
[[nodiscard]] std::string load_lines(const Report& report, const Page& page);

/// The verdict's facts under a heading.
[[nodiscard]] std::string verdict_lines(const Report& report, const Page& page);

/// Operators where they were timed; lines of code where they were asked for. Both where the report
/// has no modules to tell them apart.
[[nodiscard]] std::string operator_lines(const Report& report, const Page& page);

}  // namespace hookstat::exporting
