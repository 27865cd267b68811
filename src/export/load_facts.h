// What several threads at once did, in figures that the console shows.
#pragma once

#include <optional>
#include <vector>

#include "hookstat/report.h"

namespace hookstat::exporting {

/// Throughput against that of one thread; nullopt where that is unknown.
[[nodiscard]] std::optional<double> scaling_of(const LoadReport& load);

/// Modules with 1 % of the time or more whose own time grew by 5 % or more, those that
/// grew most first.
[[nodiscard]] std::vector<const ModuleReport*> slowed_modules(const Report& report);

}  // namespace hookstat::exporting
