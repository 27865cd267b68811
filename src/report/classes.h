// The modules that ran, added up by class.
#pragma once

#include <cstdint>
#include <vector>

#include "hookstat/report.h"

namespace hookstat::reporting {

/// One entry for each class_name of a module with calls, the root's too; the greatest exclusive
/// time first, equal ones in order of registration. `modules` are complete.
[[nodiscard]] std::vector<ClassReport> classes_of(const std::vector<ModuleReport>& modules,
                                                  std::int64_t total_flops);

}  // namespace hookstat::reporting
