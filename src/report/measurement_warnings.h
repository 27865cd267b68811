// What the reader of a report should know of how it was measured.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hookstat/recording.h"
#include "hookstat/report.h"

namespace hookstat::reporting {

/// Each with its figure:
///   imprecise       the median is not known within 1 %, because the runs ended at their time limit
///   or
///                   processes differ
///   overhead        hooked calls took another time than plain ones, by more than 2 %, clearly
///   noisy           coefficient of variation above 10 %
///   drift           the last third of the calls against the first: more than 3 %, clearly
///   bimodal         the latencies fall into two groups
///   machine_loaded  threads waited for a core for more than 5 % of the time, or others used the
///   cores
///                   that they wanted
///   oversubscribed  more intra-op threads than cores
/// `report` has all but its warnings.
[[nodiscard]] std::vector<Note> measurement_warnings(const Report& report);

/// Whether measurement_warnings gives warnings with that code.
[[nodiscard]] bool is_of_measurement(const std::string& code);

///   denormals       1 % or more of what some module's operators returned are denormal numbers
[[nodiscard]] std::optional<Note> denormal_warning(const Recording& recording,
                                                   const Report& report);

}  // namespace hookstat::reporting
