// What the reader of a report should know before trusting its numbers.
#pragma once

#include <vector>

#include "hookstat/recording.h"
#include "hookstat/report.h"

namespace hookstat::reporting {

/// The recording's own, then:
///   uncounted_operators      operators that no formula priced, and the share of time of the
///   modules
///                            that called them
///   calls_without_operators  leaves that were called and ran no operator
///   modules_not_called       modules with parameters that no call reached
///   no_modules               a frozen model: its operators are all there is
/// and those of measurement_warnings.
/// `report` is complete but for its warnings.
[[nodiscard]] std::vector<Note> warnings_of(const Recording& recording, const Report& report);

}  // namespace hookstat::reporting
