// A report of what was sampled.
#pragma once

#include "hookstat/report.h"
#include "hookstat/sampling_report.h"
#include "sample/sample_store.h"

namespace hookstat {

/// `recording` describes model, machine and settings, and has what the first sample recorded.
[[nodiscard]] Report sample_report(const Recording& recording, const SampledTimes& times,
                                   const SamplingReport& sampling);

}  // namespace hookstat
