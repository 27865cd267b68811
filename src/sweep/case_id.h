// Names of cases.
#pragma once

#include <string>

#include "sweep/exclusions.h"

namespace hookstat::sweep {

/// "ssd300-b4-r300-t2-bfloat16-cuda1-forward": the model's name, `input` behind "-i" where it is
/// not empty, and the values that the case has. Pure; thread-safe.
[[nodiscard]] std::string case_id(const Point& point, const std::string& input);

}  // namespace hookstat::sweep
