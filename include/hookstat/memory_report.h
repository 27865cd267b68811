// What a report says of memory. Bytes are as the allocator of the model's device counts them.
#pragma once

#include <cstdint>
#include <string>

namespace hookstat {

/// Of one module. The calls of it within each other count once.
struct MemoryUse {
  std::int64_t output_bytes = 0;     ///< storage of the tensors that its calls returned
  std::int64_t allocated_bytes = 0;  ///< taken in its calls, those inside them included
  std::int64_t freed_bytes = 0;      ///< of what the call of the model took: given back there
  /// Above what was held at entry, in the worst call; with what other tasks hold meanwhile.
  std::int64_t peak_bytes = 0;
  std::int64_t kept_bytes = 0;           ///< taken in its calls, and not given back when they ended
  std::int64_t own_allocated_bytes = 0;  ///< taken by its own code; adds up over the modules
  std::int64_t at_peak_bytes = 0;        ///< of those: held at the model's peak; adds up to it
  std::int64_t left_bytes = 0;           ///< of those: held when the call and its results were gone
  bool operator==(const MemoryUse&) const = default;
};

/// Of a call of the model: what it held at one time at most beside its parameters, buffers and
/// inputs.
struct MemoryReport {
  std::string device;                  ///< whose allocator: "cpu", "cuda:0"
  std::int64_t peak_bytes = 0;         ///< of a call without hooks
  std::int64_t hooked_peak_bytes = 0;  ///< of the call that all the rest here is of
  std::int64_t peak_module = 0;        ///< index into modules: whose code reached it
  std::int64_t peak_at_ns = 0;         ///< since the call's start
  std::int64_t input_bytes = 0;        ///< storage of the inputs, which are there before
  std::int64_t allocations = 0;        ///< blocks taken
  std::int64_t allocated_bytes = 0;    ///< taken in the call, in all
  std::int64_t left_bytes = 0;         ///< held when the call was over and its results were dropped
  bool operator==(const MemoryReport&) const = default;
};

/// All that is held at a moment, after a change.
struct MemoryTimelineEvent {
  std::int64_t module = 0;  ///< index into modules: whose code made the change
  std::int64_t at_ns = 0;   ///< since the call's start
  std::int64_t bytes = 0;   ///< held then
  bool operator==(const MemoryTimelineEvent&) const = default;
};

}  // namespace hookstat
