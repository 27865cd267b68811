// What else the machine does while a model is measured.
#pragma once

#include <cstdint>
#include <optional>

#include "hookstat/recording.h"

namespace hookstat {

/// Measures from its construction on. `other_cores_busy`: time that /proc/stat counts as busy or
/// stolen, less this process's own, over the time passed; it covers the whole machine, of which a
/// container may have a part only. `waiting_percent`: time that threads of this process, those
/// there are at the end, were runnable without running (/proc/self/task/*/schedstat), over the time
/// passed and the number of threads for one operator.
class LoadMeter {
 public:
  LoadMeter();

  /// Since construction. Below 50 ms, where the system's counters are too coarse, nothing.
  [[nodiscard]] MachineLoad read(std::int64_t threads) const;

 private:
  struct Counters {
    std::int64_t steady_ns = 0;
    std::optional<double> machine_busy_s;
    double own_busy_s = 0;
    std::optional<double> waiting_s;
  };
  [[nodiscard]] static Counters now();

  Counters start_;
};

}  // namespace hookstat
