// What a module's own work achieves: cost over time, against the roof that the machine sets.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hookstat/cost.h"
#include "hookstat/report.h"

namespace hookstat::reporting {

/// `exclusive` over `exclusive_mean_ns`, both of one call of the model; FLOPs over bytes. `dtype`
/// is that of its FLOPs. Uncounted operators are not in `exclusive`, so where there are some the
/// rates are lower bounds.
///
/// With peaks, the roofline (Williams, Waterman, Patterson: Roofline, 2009): the least time is the
/// larger of FLOPs / peak FLOP/s and bytes / peak bytes/s, and says which of the two binds. More
/// than 100 % is no error: data may come from caches.
[[nodiscard]] Efficiency efficiency_of(const Cost& exclusive, double exclusive_mean_ns,
                                       const std::optional<std::string>& dtype,
                                       const std::optional<MachinePeaks>& peaks);

/// Of all modules together: rates over the sum of their own times, and the sum of their least times
/// against it. REQUIRES: the modules have their efficiency.
[[nodiscard]] Efficiency joint_efficiency(const std::vector<ModuleReport>& modules,
                                          const Cost& total);

}  // namespace hookstat::reporting
