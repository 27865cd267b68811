// Timing runs, folded to a number a module and run.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace hookstat {

/// Index into Recording::modules.
using ModuleIndex = std::int32_t;

/// Times of the modules, one row a run and one number a module: all of its calls in that run added
/// up. The rows stand one behind the other: [run][module] is at run x modules + module.
struct TimeRows {
  /// [run][module]; a call inside a call of its module is not added.
  std::vector<double> inclusive_ns;
  /// [run][module]; without what was called inside, or waited for.
  std::vector<double> exclusive_ns;
};

/// The counted timing runs, folded: what grows with them is a number a module, not one a call.
struct FoldedRuns {
  std::int64_t rows = 0;            ///< runs that are here: all, or of very many a random choice
  std::vector<std::int64_t> calls;  ///< [module] in the last run
  std::vector<bool> called;         ///< [module] in any run
  TimeRows host;                    ///< host times
  std::optional<TimeRows> device;   ///< where every span of every run has device times
  std::vector<double> wait_ns;      ///< [run][module]; empty unless some run forked
  std::vector<double> wall_ns;      ///< [run] duration of the root
};

}  // namespace hookstat
