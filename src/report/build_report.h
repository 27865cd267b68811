// Joins what the other files of this part compute.
#pragma once

#include <functional>
#include <string>

#include "hookstat/report.h"

namespace hookstat::reporting {

/// As build_report does, with times that come from elsewhere than the recording: `fill_times` fills
/// those of the modules, and of the model what the recording has no calls for.
[[nodiscard]] Report join(const Recording& recording, const std::string& version,
                          const CostTable& own, const std::function<void(Report&)>& fill_times);

}  // namespace hookstat::reporting
