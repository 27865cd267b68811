// What modules take from the allocator, keep and give back.
#pragma once

#include "hookstat/recording.h"
#include "hookstat/report.h"

namespace hookstat::reporting {

/// Fills `memory`, that of each module, `memory_timeline` and the peak in `totals`. Does nothing
/// where allocations were not recorded. REQUIRES: check_recording passed; `modules` are filled.
void fill_memory(const Recording& recording, Report& report);

}  // namespace hookstat::reporting
