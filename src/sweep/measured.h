// What counts of a case's report, next to others.
#pragma once

#include <cstdint>
#include <optional>

#include "hookstat/report.h"
#include "sweep/case_result.h"
#include "sweep/sweep_report.h"

namespace hookstat::sweep {

/// What a user knows that was not measured.
struct SweepReportOptions {
  std::optional<double> price_per_hour;  ///< of the machine with all of its cores, in any currency
};

/// `result`: of the same case; its cores are what the case is charged for, or, where they are not
/// known, the threads that it had of the logical cores. `items`: of the batch, 1 at least. The
/// price is spread over the machine's cores, or is that of the device. Pure; thread-safe.
[[nodiscard]] Measured measured_of(const Report& report, const CaseResult& result,
                                   std::int64_t items, const SweepReportOptions& options);

}  // namespace hookstat::sweep
