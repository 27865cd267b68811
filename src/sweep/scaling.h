// Which layers go faster with more threads, or cost less an item in a larger batch.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hookstat/report.h"
#include "sweep/plan.h"
#include "sweep/sweep_report.h"

namespace hookstat::sweep {

/// Takes the reports of a sweep one after the other and keeps the modules' own times. Not
/// thread-safe.
class ScalingBuilder {
 public:
  void add(const Case& one, const Report& report);

  /// One scaling for all cases that differ in `threads` alone, and for those that do in `batch`;
  /// two cases at least. `axes` are those with several values, for titles.
  [[nodiscard]] std::vector<Scaling> finish(const std::vector<std::string>& axes) const;

 private:
  struct ModuleTime {
    std::string path;
    std::string class_name;
    double own_ns = 0;
  };
  struct Timed {
    Case settings;
    double latency_ns = 0;
    std::vector<ModuleTime> modules;
  };
  using Group = std::vector<const Timed*>;

  [[nodiscard]] static Scaling scaling_of(const std::string& axis, const Group& group);

  std::vector<Timed> timed_;
};

/// The first value that no longer pays: with n times the threads of the value before the time must
/// fall to less than 2 / (n + 1) of it, which is half of the ideal gain; in n times the batch an
/// item must take less than 95 % of the time that it took before. `times_ns` are of a call. nullopt
/// where all values pay, or a time is 0. Pure; thread-safe.
[[nodiscard]] std::optional<std::int64_t> stops_at(const std::string& axis,
                                                   const std::vector<std::int64_t>& values,
                                                   const std::vector<double>& times_ns);

}  // namespace hookstat::sweep
