// What a reader should take away.
#pragma once

#include <string>
#include <vector>

#include "hookstat/report.h"

namespace hookstat::exporting {

/// The facts that matter most, made of what was measured, each with the option that shows more.
[[nodiscard]] std::vector<std::string> verdict(const Report& report);

}  // namespace hookstat::exporting
