// The parts of the console output around the module table. Each is whole lines of at most
// Page::width columns, and empty where there is nothing to say.
#pragma once

#include <cstddef>
#include <string>

#include "hookstat/report.h"

namespace hookstat::exporting {

struct Page {
  std::size_t width = 0;  ///< columns; 0: no limit
  bool color = false;
};

/// What was run, how, and on what.
[[nodiscard]] std::string title_lines(const Report& report, const Page& page);

/// The sections below the table, each after a blank line.
[[nodiscard]] std::string section_lines(const Report& report, const Page& page);

}  // namespace hookstat::exporting
