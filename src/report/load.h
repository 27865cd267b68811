// What several threads at once do to latency, throughput and modules.
#pragma once

#include <vector>

#include "hookstat/recording.h"
#include "hookstat/report.h"

namespace hookstat::reporting {

/// Fills `load` and `under_load` of the modules that were called. Does nothing where one thread
/// called. REQUIRES: check_recording passed; the modules' times are filled.
void fill_load(const Recording& recording, Report& report);

/// Of several processes that measured one model as merge_processes says: into `joint`, whose
/// modules' own times are filled; of those that have a load.
void merge_load(const std::vector<Report>& reports, Report& joint);

}  // namespace hookstat::reporting
