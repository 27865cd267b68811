// One timing run, span by span.
#pragma once

#include <optional>

#include "hookstat/recording.h"
#include "hookstat/report.h"

namespace hookstat::reporting {

/// The run that was kept. nullopt when switched off, without runs, and where that run has more than
/// 100,000 spans. REQUIRES: check_recording
/// passed.
[[nodiscard]] std::optional<Timeline> timeline_of(const Recording& recording);

}  // namespace hookstat::reporting
