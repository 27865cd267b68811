// What a module's own work achieves: cost over time.
#pragma once

#include "hookstat/cost.h"
#include "hookstat/report.h"

namespace hookstat::reporting {

/// `exclusive` over `exclusive_mean_ns`, both of one call of the model; FLOPs over bytes. No
/// roofline: that takes the machine's peaks. Uncounted operators are not in `exclusive`, so where
/// there are some the rates are lower bounds.
[[nodiscard]] Efficiency efficiency_of(const Cost& exclusive, double exclusive_mean_ns);

}  // namespace hookstat::reporting
