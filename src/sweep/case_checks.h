// What shows only where all cases are side by side.
#pragma once

#include <cstddef>
#include <vector>

#include "sweep/plan_sections.h"

namespace hookstat::sweep {

/// Where a case is from.
struct Origin {
  const ModelSettings* model = nullptr;
  const InputEntry* inputs = nullptr;  ///< null: there are none
};

/// Tells of two cases that are one, and of two with one id, once for each place they are from.
/// `origins` has one for each case.
void check_distinct(const std::vector<Case>& cases, const std::vector<Origin>& origins,
                    Problems& problems);

/// Tells of exclusions that cover no case or all of them. `covered` has the number of cases that
/// each covers, of `total`; `left` are those that none does.
void check_coverage(const PlanSections& sections, const std::vector<std::size_t>& covered,
                    std::size_t total, std::size_t left, Problems& problems);

}  // namespace hookstat::sweep
