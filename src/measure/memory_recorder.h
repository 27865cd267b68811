// Records what a device's allocator gives and takes back.
#pragma once

#include <c10/core/Device.h>
#include <c10/util/ThreadLocalDebugInfo.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace hookstat {

/// A block was taken or given back, and what was running then.
struct RecordedBlock {
  std::int64_t ticks = 0;         ///< of HostClock
  std::int64_t bytes = 0;         ///< negative: given back
  std::int32_t block = 0;         ///< numbered in the order in which they were taken
  std::int32_t task = -1;         ///< of the instrumented run on that thread; -1: none
  std::size_t events_before = 0;  ///< events of the task before it
};

/// Records, for its lifetime, the blocks that the calling thread and the tasks it forks take from
/// the allocator of one device, and the giving back of those. Operators' own threads (OpenMP) are
/// not seen, nor is memory that libraries take elsewhere. What a forked body returned may be given
/// back when its task is over, and be seen only once its address is taken again. A profiler of
/// PyTorch that records memory on this thread sees nothing meanwhile.
class MemoryRecorder {
 public:
  explicit MemoryRecorder(c10::Device device);
  MemoryRecorder(const MemoryRecorder&) = delete;
  MemoryRecorder& operator=(const MemoryRecorder&) = delete;
  ~MemoryRecorder();

  /// How many there are so far. Thread-safe.
  [[nodiscard]] std::size_t size() const;
  /// All so far, in order. Thread-safe.
  [[nodiscard]] std::vector<RecordedBlock> blocks() const;

 private:
  /// Silences LibTorch's warning that a block was given back that it did not see taken.
  class Silence {
   public:
    Silence() noexcept;
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;
    ~Silence();

   private:
    int level_;
  };

  class Log;
  Silence silence_;
  std::shared_ptr<Log> log_;
  c10::DebugInfoGuard guard_;
};

}  // namespace hookstat
