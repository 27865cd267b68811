// How two reports were measured differently.
#pragma once

#include <string>
#include <vector>

#include "hookstat/report.h"

namespace hookstat::comparing {

struct Difference {
  std::string what;
  std::string base_value;
  std::string new_value;
  bool refused = false;  ///< times of the two say nothing about each other
};

/// Of method, inputs and device (refused), machine, versions, threads, and what was done to the
/// model; refused ones first.
[[nodiscard]] std::vector<Difference> differences_of(const Report& base_report,
                                                     const Report& new_report);

}  // namespace hookstat::comparing
