// What a call of the model took from the allocator of its device, and gave back.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hookstat/call_span.h"

namespace hookstat {

/// A block was taken or given back.
struct MemoryEvent {
  std::int64_t at_ns = 0;  ///< host time since the run's start
  std::int64_t bytes = 0;  ///< as the allocator counts them; negative: given back
  std::int32_t block = 0;  ///< which one, numbered in the order in which they were taken
  std::int32_t span = 0;   ///< the innermost call that was open there, as an index into the spans
};

/// One hooked call, from its start until what it returned was dropped. Only blocks that it took
/// itself are there.
struct MemoryRun {
  std::string device;                 ///< whose allocator: "cpu", "cuda:0"
  std::vector<CallSpan> spans;        ///< spans[0] is the root
  std::vector<MemoryEvent> events;    ///< of all threads, in order
  std::int32_t events_in_call = 0;    ///< the others came when its results were dropped
  std::int64_t plain_peak_bytes = 0;  ///< of a call without hooks: the most held at one time
};

}  // namespace hookstat
