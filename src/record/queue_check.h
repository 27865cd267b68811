// Whether a device always had work before it while a call was submitted.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "hookstat/call_span.h"

namespace hookstat {

/// Where a device may have waited for its host.
struct Gap {
  std::int32_t span = 0;      ///< the innermost call that was open
  std::int64_t still_ns = 0;  ///< host time between the two marks around it
};

/// Looks at a run whose spans have device times, relative to the first event of task 0 as the
/// host's are. The device reached that event `head_start_ns` later, by its own clock, than the host
/// submitted it. Between two marks the device can have waited only if it had reached the first
/// before the host submitted the second. Returns the first such place, or nullopt: the host was
/// ahead all the time. Marks of other streams than the held one count as any other, so a model that
/// uses several is never found to be ahead. Pure; thread-safe. REQUIRES: spans[0] is the root; all
/// spans have device times.
[[nodiscard]] std::optional<Gap> first_gap(const std::vector<CallSpan>& spans,
                                           std::int64_t head_start_ns);

/// Whether the host waited for the device there: it stood still for as long as the device was
/// behind. `launch_ns` is what submitting the run takes; a device that was held for less shows
/// nothing. One that is behind by more operations than it takes at once makes the host wait too,
/// but earlier than where it has caught up.
[[nodiscard]] bool waited_for_device(const Gap& gap, std::int64_t head_start_ns,
                                     std::int64_t launch_ns) noexcept;

}  // namespace hookstat
