// Whether a device always had work before it while a call was submitted.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "hookstat/call_span.h"

namespace hookstat {

/// Looks at a run whose spans have device times, relative to the first event of task 0 as the
/// host's are. The device reached that event `head_start_ns` later, by its own clock, than the host
/// submitted it. Between two marks the device can have waited only if it had reached the first
/// before the host submitted the second. Returns the innermost span that was open where that was so
/// first, or nullopt: the host was ahead all the time. Marks of other streams than the held one
/// count as any other, so a model that uses several is never found to be ahead. Pure; thread-safe.
/// REQUIRES: spans[0] is the root; all spans have device times.
[[nodiscard]] std::optional<std::int32_t> first_gap(const std::vector<CallSpan>& spans,
                                                    std::int64_t head_start_ns);

}  // namespace hookstat
