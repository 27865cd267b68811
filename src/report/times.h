// How long each module took: the spans of the timing runs, added up.
//
// Exclusive time of a span: its duration, less that of the calls made inside it by the same task,
// less what it waited for forked tasks. The body of a fork is not a call; its exclusive time is
// that of the module that forked. So in each run all exclusive times add up to the thread time.
// Inclusive time of a module: the durations of its outermost calls; a call inside another call of
// the same module is there already. A module that was never called has no exclusive time, and its
// inclusive time is the sum of its descendants' exclusive times.
#pragma once

#include <optional>
#include <vector>

#include "hookstat/recording.h"
#include "report/statistics.h"

namespace hookstat::reporting {

/// Indexed by module, then by run: all of the module's calls in that run.
struct TimeTable {
  std::vector<Samples> inclusive;  ///< ns
  std::vector<Samples> exclusive;  ///< ns
};

struct ModuleTimes {
  TimeTable host;
  /// Where every span of every run has device times.
  std::optional<TimeTable> device;
  /// Waiting for forked tasks, by module and run; nullopt unless some run forked.
  std::optional<std::vector<Samples>> wait;
  /// Of the sum of all exclusive times, by module.
  std::vector<std::optional<double>> time_percent;
  std::vector<std::optional<double>> inclusive_percent;
  double concurrency = 1;  ///< thread time without waiting / wall time of the root; host times
};

/// REQUIRES: check_recording passed.
[[nodiscard]] ModuleTimes module_times(const Recording& recording);

/// The times that shares, classes and efficiency are taken from: the device's where there are any
/// (there host times are times of launching), else the host's.
[[nodiscard]] const TimeTable& lane_of_shares(const ModuleTimes& times) noexcept;

}  // namespace hookstat::reporting
