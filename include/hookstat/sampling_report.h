// Which calls a report is of, where a server's own calls were measured (hookstat/sampler.h).
#pragma once

#include <cstdint>

namespace hookstat {

/// What became of the calls.
struct SamplingReport {
  std::int64_t every = 0;   ///< of so many calls of a thread one is hooked
  double per_second = 0;    ///< and at most so many a second; 0: no limit
  std::int64_t calls = 0;   ///< of the model, hooked or not
  std::int64_t hooked = 0;  ///< that the times of modules are of
  std::int64_t plain = 0;   ///< not hooked, and timed as a whole, up to their return
  /// Hooked, but to warm up or to record shapes, or they returned before what they forked ended.
  std::int64_t not_counted = 0;
  std::int64_t failed = 0;  ///< hooked, and the model raised
  /// Not hooked for `per_second`, or beside a call that warmed up. With `every` = 1 some of them
  /// are `plain` too.
  std::int64_t skipped = 0;
  bool operator==(const SamplingReport&) const = default;
};

}  // namespace hookstat
