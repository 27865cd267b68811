// What the lines of Python cost.
#pragma once

#include <optional>
#include <vector>

#include "hookstat/recording.h"
#include "hookstat/report.h"

namespace hookstat::reporting {

/// `calls`: what price_calls says of recording.operators. One entry for each line with operators,
/// the most FLOPs first, equal ones in order of first call; nothing where the recording tells no
/// lines. Times are unknown.
[[nodiscard]] std::optional<std::vector<SourceReport>> sources_of(
    const Recording& recording, const std::vector<PricedCall>& calls);

}  // namespace hookstat::reporting
