// What a Sampler measured, in memory that does not grow with the number of calls.
#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "hookstat/recording.h"
#include "record/histogram.h"

namespace hookstat {

/// Of one module, over hooked calls of the model: all of its calls in that added up, 0 where there
/// were none.
struct ModuleHistograms {
  Histogram inclusive;
  Histogram exclusive;
  Histogram wait;
};

struct SampledTimes {
  std::vector<ModuleHistograms> modules;  ///< in the order of the modules
  Histogram plain;                        ///< whole calls without hooks
  Histogram hooked;                       ///< and with
  double thread_ns = 0;                   ///< of all hooked calls: exclusive times of all modules
  double wall_ns = 0;                     ///< and durations of the root
  bool waits = false;                     ///< some call waited for a forked one
  std::int64_t module_calls = 0;          ///< calls of modules in the last hooked call
};

/// Thread-safe.
class SampleStore {
 public:
  /// `modules`: parents before their children.
  explicit SampleStore(const std::vector<ModuleInfo>& modules);

  /// REQUIRES: `run` has one row for those modules.
  void add_hooked(std::int64_t latency_ns, const FoldedRuns& run);
  void add_plain(std::int64_t latency_ns);

  [[nodiscard]] SampledTimes copy() const;

  /// Held while the process forks.
  [[nodiscard]] std::mutex& mutex() noexcept { return mutex_; }

 private:
  std::vector<ModuleIndex> parents_;
  mutable std::mutex mutex_;
  SampledTimes times_;
};

}  // namespace hookstat
