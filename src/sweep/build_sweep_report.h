// From what a sweep's folder has to its report.
#pragma once

#include "sweep/measured.h"
#include "sweep/sweep_folder.h"
#include "sweep/sweep_report.h"

namespace hookstat::sweep {

/// Reads index, results and reports. A result that cannot be read, or is of another plan, counts as
/// missing; a case whose report cannot be read as crashed, with the reason. Throws InputError where
/// there is no index, or it cannot be read.
[[nodiscard]] SweepReport build_sweep_report(const SweepFolder& folder,
                                             const SweepReportOptions& options);

}  // namespace hookstat::sweep
