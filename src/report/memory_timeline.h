// What a call of the model holds, from moment to moment.
#pragma once

#include <cstddef>
#include <vector>

#include "hookstat/memory_report.h"
#include "hookstat/recording.h"

namespace hookstat::reporting {

/// Longer timelines are thinned out.
inline constexpr std::size_t kMemoryTimelineEvents = 10'000;

/// One event for each change. Of longer timelines than that the least and the most of each of
/// equally many changes, so that peaks stay. REQUIRES: allocations were recorded.
[[nodiscard]] std::vector<MemoryTimelineEvent> memory_timeline_of(const Recording& recording);

}  // namespace hookstat::reporting
