// Whether a stream's work is being captured into a graph.
#pragma once

#include <c10/core/Stream.h>

namespace hookstat {

/// Asks LibTorch where its version can tell (from 2.12 on), else the CUDA runtime that LibTorch has
/// loaded; false where there is neither. Thread-safe.
[[nodiscard]] bool is_capturing(const c10::Stream& stream);

}  // namespace hookstat
