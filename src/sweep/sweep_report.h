// What a sweep comes to: its cases side by side, the best settings, and which layers scale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hookstat/measurement.h"
#include "sweep/case_result.h"
#include "sweep/plan.h"

namespace hookstat::sweep {

inline constexpr int kSweepSchemaVersion = 1;  ///< raised when the meaning of a field changes

/// What was measured of a case. An *item* is one of the batch, an image as a rule; without an axis
/// `batch` it is a call of the model.
struct Measured {
  Statistics latency_ns;                          ///< of a call of the model, without hooks
  double items_per_second = 0;                    ///< of all threads that call, or of one
  std::optional<std::int64_t> flops_per_item;     ///< null where no operator has a formula
  std::optional<double> core_seconds_per_item;    ///< cores held x time; null on a device
  std::optional<double> device_seconds_per_item;  ///< of one device; null on the CPU
  std::optional<double> price_per_million_items;  ///< null without a price
  std::optional<std::int64_t> peak_memory_bytes;  ///< null where memory was not asked for
  std::int64_t threads = 0;                       ///< for one operator, as it really was
  std::string machine;                            ///< CPU, or device
};

/// A case, and how it ended.
struct SweepRow {
  Case settings;
  std::optional<CaseResult> result;  ///< null where it has not run, or not to its end
  std::optional<Measured> measured;  ///< of those that ended well
};

/// Settings of a model that no others beat: more items a second than all that are as quick. From
/// its latency up to that of the next one of the same work it is the one to take.
struct BestSetting {
  std::string work;  ///< what an item is: model, method, resolution, input
  std::string id;    ///< of the case
  double latency_ns = 0;
  double items_per_second = 0;
};

/// A module along one axis.
struct ScalingModule {
  std::string path;  ///< "" is the model's own code
  std::string class_name;
  std::vector<double> time_ns;              ///< mean own time in a call, by case
  std::optional<double> percent;            ///< of all modules' time in the first case
  std::vector<std::optional<double>> gain;  ///< by case: 1 in the first; null where a time is 0
  std::optional<std::int64_t> stops_at;     ///< the value that no longer pays; null: all do
};

/// Cases that differ in one axis alone.
struct Scaling {
  std::string axis;                  ///< "threads" or "batch"
  std::string title;                 ///< the values that they share
  std::vector<std::int64_t> values;  ///< rising
  std::vector<std::string> ids;      ///< of the cases, by value
  std::vector<double> latency_ns;    ///< median, by value
  /// Those that stop first come first, then those with more time.
  std::vector<ScalingModule> modules;
};

struct SweepReport {
  std::string plan;               ///< name of the plan's file
  std::string version;            ///< of hookstat
  std::vector<std::string> axes;  ///< that have several values, "model" among them
  std::vector<SweepRow> rows;     ///< in the plan's order
  std::vector<BestSetting> best;  ///< by work, then from the quickest on
  std::vector<Scaling> scalings;
  std::optional<double> price_per_hour;  ///< of the machine
};

}  // namespace hookstat::sweep
