// From what a sweep's folder has to its report.
#pragma once

#include <optional>
#include <string>

#include "hookstat/report.h"
#include "sweep/sweep_folder.h"
#include "sweep/sweep_report.h"

namespace hookstat::sweep {

/// What a user knows that was not measured.
struct SweepReportOptions {
  std::optional<double> price_per_hour;  ///< of the machine with all of its cores, in any currency
};

/// What counts of a case's report, next to others. `items`: of the batch. `price_per_hour` is
/// spread over the machine's cores, or is that of the device. Pure; thread-safe.
[[nodiscard]] Measured measured_of(const Report& report, std::int64_t items,
                                   const SweepReportOptions& options);

/// Reads index, results and reports. A result that cannot be read, or is of another plan, counts as
/// missing; a case whose report cannot be read as crashed, with the reason. Throws InputError where
/// there is no index, or it cannot be read.
[[nodiscard]] SweepReport build_sweep_report(const SweepFolder& folder,
                                             const SweepReportOptions& options);

/// What an item of the case is, apart from settings that only change its speed. Pure; thread-safe.
[[nodiscard]] std::string work_of(const Case& one);

/// The rows that no other beats, see BestSetting. Pure; thread-safe.
[[nodiscard]] std::vector<BestSetting> best_settings(const std::vector<SweepRow>& rows);

}  // namespace hookstat::sweep
