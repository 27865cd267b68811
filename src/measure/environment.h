// What machine and which LibTorch ran the model.
#pragma once

#include "hookstat/recording.h"

namespace hookstat {

/// The host's part: os, cpu, cores, threads, clock, LibTorch's version. The device fields are the
/// CPU's.
[[nodiscard]] EnvironmentDescription describe_environment();

}  // namespace hookstat
