// What machine and which LibTorch ran the model.
#pragma once

#include "hookstat/recording.h"

namespace hookstat {

/// The host's part: os, cpu, cores, threads, clock, LibTorch's version. The device fields are the
/// CPU's.
[[nodiscard]] EnvironmentDescription describe_environment();

/// The present time as RFC 3339 in UTC, to the second.
[[nodiscard]] std::string utc_now();

}  // namespace hookstat
