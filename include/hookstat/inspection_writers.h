// How a ModelInspection is shown.
#pragma once

#include <string>

#include "hookstat/api.h"
#include "hookstat/inspection.h"

namespace hookstat {

/// How the text is laid out.
struct InspectionLayout {
  int width = 0;       ///< columns available; 0: no limit
  bool color = false;  ///< ANSI escape sequences
  int depth = -1;      ///< deepest level of modules shown; -1: all
};

/// For people, at a terminal: UTF-8, control characters of names written out. Thread-safe.
[[nodiscard]] HOOKSTAT_API std::string inspection_text(const ModelInspection& inspection,
                                                       const InspectionLayout& layout);

/// For programs: docs/inspect.md lists the fields. What is no UTF-8 becomes U+FFFD. Thread-safe.
[[nodiscard]] HOOKSTAT_API std::string inspection_json(const ModelInspection& inspection);

}  // namespace hookstat
