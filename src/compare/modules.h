// Modules of both sides, and how their times changed.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "compare/side.h"
#include "hookstat/compare.h"

namespace hookstat::comparing {

/// Which modules are the same, by index; what is on one side only.
struct Matching {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;  ///< base, new; in the new side's order
  std::vector<std::string> added;
  std::vector<std::string> removed;
};

[[nodiscard]] Matching match_modules(const Report& base_report, const Report& new_report);

/// With verdicts; the greatest change of own time first.
[[nodiscard]] std::vector<ModuleChange> module_changes(const Side& base_side, const Side& new_side,
                                                       const Matching& matching);

}  // namespace hookstat::comparing
