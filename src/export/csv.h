// Comma-separated values (RFC 4180, with line feeds).
#pragma once

#include <string>
#include <string_view>

namespace hookstat::exporting {

/// A cell of printable text: quoted where it must be; with an apostrophe before what a spreadsheet
/// would take for a formula (=, +, -, @ in either width).
[[nodiscard]] std::string csv_text(std::string_view text);

}  // namespace hookstat::exporting
