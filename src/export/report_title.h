// What was measured, on what and with what.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hookstat/report.h"

namespace hookstat::exporting {

/// Names and values, in the order shown. Printable.
[[nodiscard]] std::vector<std::pair<std::string_view, std::string>> title(const Report& report);

/// Of which calls the report is: "20 calls after 5 warm-up calls".
[[nodiscard]] std::string runs_text(const Report& report);

}  // namespace hookstat::exporting
