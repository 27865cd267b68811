// What was sampled, as metrics.
#pragma once

#include <string>
#include <vector>

#include "hookstat/recording.h"
#include "hookstat/sampling_report.h"
#include "sample/sample_store.h"

namespace hookstat {

/// In Prometheus's text format. Of the modules those that took the most time so far, fifty at most.
[[nodiscard]] std::string sample_metrics(const Recording& recording, const SampledTimes& times,
                                         const SamplingReport& sampling);

}  // namespace hookstat
