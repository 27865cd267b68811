// Which layers go faster with more threads, or cost less an item in a larger batch.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hookstat/report.h"
#include "sweep/input_texts.h"
#include "sweep/plan.h"
#include "sweep/sweep_report.h"

namespace hookstat::sweep {

/// A module's own time in a call of the model.
struct OwnTime {
  double median_ns = 0;
  std::optional<std::pair<double, double>> median_ci95_ns;  ///< null: the median is all there is
};

/// Takes the cases of a sweep one after the other and keeps the modules' own times. Not
/// thread-safe.
class ScalingBuilder {
 public:
  /// Of the modules' times those on the device, where there are any; those of calls at once, where
  /// several threads called.
  void add(const Case& one, const Measured& measured, const std::vector<ModuleReport>& modules);

  /// One scaling for all cases that differ in `threads` alone, and for those that do in `batch`;
  /// two cases at least, all of one kind of machine. Cases with more threads than cores are in none
  /// along `threads`. `axes` are those with several values, for titles.
  [[nodiscard]] std::vector<Scaling> finish(const std::vector<std::string>& axes,
                                            const InputTexts& inputs) const;

  /// How many cases would be in scalings along `threads` if they had not had more threads than
  /// cores.
  [[nodiscard]] std::int64_t oversubscribed() const;

 private:
  struct ModuleTime {
    std::string path;
    std::string class_name;
    OwnTime own;
    double own_mean_ns = 0;
  };
  struct Timed {
    Case settings;
    double latency_ns = 0;
    MachineKind kind;
    std::string machine;  ///< CPU, or device
    bool is_oversubscribed = false;
    std::vector<ModuleTime> modules;
  };
  struct Group {
    std::vector<const Timed*> cases;
    bool has_twin = false;  ///< on another machine
  };

  /// Of all cases that have a value, in the plan's order.
  [[nodiscard]] std::vector<Group> groups_along(const std::string& axis) const;
  [[nodiscard]] static Scaling scaling_of(const std::string& axis,
                                          const std::vector<const Timed*>& cases);
  [[nodiscard]] static std::string title_of(const std::string& axis, const Group& group,
                                            const std::vector<std::string>& axes,
                                            const InputTexts& inputs);

  std::vector<Timed> timed_;
};

/// The first value that surely no longer pays: with n times the threads of the value before the
/// time must fall to less than 2 / (n + 1) of it, which is half of the ideal gain; in n times the
/// batch an item must take less than 95 % of the time that it took before. A value is only named
/// where it does not pay even if the time before was at the upper end of its interval and this one
/// at its lower end; a time without an interval is its median. `times_ns` are of a call. nullopt
/// where no value is, or a median is 0. Pure; thread-safe.
[[nodiscard]] std::optional<std::int64_t> stops_at(const std::string& axis,
                                                   const std::vector<std::int64_t>& values,
                                                   const std::vector<OwnTime>& times_ns);

}  // namespace hookstat::sweep
