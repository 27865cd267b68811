// What a Sampler measured, in memory that does not grow with the number of calls.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
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

struct SampleCounts {
  std::int64_t hooked = 0;
  std::int64_t plain = 0;
};

struct SampledTimes {
  std::vector<ModuleHistograms> modules;  ///< in the order of the modules
  Histogram plain;                        ///< whole calls without hooks
  Histogram hooked;                       ///< and with
  double thread_ns = 0;                   ///< of all hooked calls: exclusive times of all modules
  double wall_ns = 0;                     ///< and durations of the root
  bool waits = false;                     ///< some call waited for a forked one
  std::int64_t module_calls = 0;          ///< calls of modules in the last hooked call

  [[nodiscard]] SampleCounts counts() const { return {hooked.count(), plain.count()}; }
};

/// Calls do not wait while somebody reads, which takes long for a model of many modules: what comes
/// meanwhile is kept aside. Thread-safe.
class SampleStore {
 public:
  /// `modules`: parents before their children.
  explicit SampleStore(const std::vector<ModuleInfo>& modules);

  /// REQUIRES: `run` has one row for those modules.
  void add_hooked(std::int64_t latency_ns, FoldedRuns run);
  void add_plain(std::int64_t latency_ns);

  /// Of all that was added before.
  [[nodiscard]] SampledTimes copy();
  [[nodiscard]] SampleCounts counts();

  /// Held while the process forks, in that order.
  [[nodiscard]] std::vector<std::mutex*> mutexes() { return {&mutex_, &waiting_mutex_}; }

 private:
  struct Sample {
    std::int64_t latency_ns = 0;
    std::optional<FoldedRuns> run;  // of a hooked call
  };

  void add(Sample sample);
  /// Adds what waits. REQUIRES: mutex_ is held.
  void take_in();
  void take_in(const Sample& sample);

  std::vector<ModuleIndex> parents_;
  std::mutex mutex_;
  SampledTimes times_;
  std::mutex waiting_mutex_;  // never held for long
  std::vector<Sample> waiting_;
  std::vector<Sample> taken_;  // empty, for the next to wait in
};

}  // namespace hookstat
