// What is left of a profile that did not come to its end.
#pragma once

#include <optional>
#include <string>

#include "hookstat/api.h"
#include "hookstat/live_recording.h"
#include "hookstat/report.h"

namespace hookstat {

/// A report of what `recording` (ProfileOptions::live) holds so far, while profile() runs or after
/// it has thrown, with a warning `partial_report` that says `why`; formulas of `own` go before
/// hookstat's. Nothing where there is not one counted call of each kind yet. Thread-safe.
[[nodiscard]] HOOKSTAT_API std::optional<Report> partial_report(const LiveRecording& recording,
                                                                const std::string& why,
                                                                const CostTable& own = {});

}  // namespace hookstat
