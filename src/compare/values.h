// What is counted on both sides, and differs.
#pragma once

#include <vector>

#include "compare/modules.h"
#include "hookstat/compare.h"

namespace hookstat::comparing {

/// MACs, FLOPs, bytes (exclusive), parameters and calls of the modules that are on both sides.
[[nodiscard]] std::vector<ValueChange> cost_changes(const Report& base_report,
                                                    const Report& new_report,
                                                    const Matching& matching);

/// Classes, and shapes and types of inputs and outputs.
[[nodiscard]] std::vector<ValueChange> shape_changes(const Report& base_report,
                                                     const Report& new_report,
                                                     const Matching& matching);

}  // namespace hookstat::comparing
