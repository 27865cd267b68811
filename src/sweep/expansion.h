// From the sections of a plan to its cases.
#pragma once

#include "sweep/plan_sections.h"

namespace hookstat::sweep {

/// The cases, one for each value of each axis but for those left out. Tells of what shows only in
/// cases: too many of them, sizes that no tensor has, the same case twice, exclusions of nothing or
/// of everything, options that a case's device refuses; and of what does not fit between sections.
[[nodiscard]] Plan expand(const PlanSections& sections, Problems& problems);

}  // namespace hookstat::sweep
