// What a sweep comes to: its cases side by side, the best settings, and which layers scale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hookstat/measurement.h"
#include "hookstat/recording.h"
#include "sweep/case_result.h"
#include "sweep/machine_kind.h"
#include "sweep/plan.h"

namespace hookstat::sweep {

inline constexpr int kSweepSchemaVersion = 1;  ///< raised when the meaning of a field changes

/// What was measured of a case. An *item* is one of the batch, an image as a rule; without an axis
/// `batch` it is a call of the model.
struct Measured {
  /// Of a call of the model, without hooks; where several threads call at once, of those calls.
  Statistics latency_ns;
  double items_per_second = 0;  ///< of all threads that call, or of one
  /// At the ends of the latency's interval; null without one, and where several threads call.
  std::optional<std::pair<double, double>> items_per_second_ci95;
  std::optional<std::int64_t> flops_per_item;     ///< null where no operator has a formula
  std::optional<double> core_seconds_per_item;    ///< cores held x time; null on a device
  std::optional<double> device_seconds_per_item;  ///< of one device; null on the CPU
  std::optional<double> price_per_million_items;  ///< null without a price
  std::optional<std::int64_t> peak_memory_bytes;  ///< null where memory was not asked for
  std::int64_t threads = 0;                       ///< for one operator, as it really was
  std::string machine;                            ///< CPU, or device
  MachineKind kind;                               ///< of the machine, whatever device it has
  std::vector<std::string> warnings;  ///< codes of the report's, each once, in its order
};

/// A case, and how it ended.
struct SweepRow {
  Case settings;
  std::optional<CaseResult> result;  ///< null where it has not run, or not to its end
  std::optional<Measured> measured;  ///< of those that ended well
};

/// Settings of a model that no others beat: more items a second than all that are as quick, and
/// measurably quicker than those with more. From its latency up to that of the next one of the same
/// work it is the one to take.
struct BestSetting {
  std::string work;       ///< what an item is: model, method, resolution, input
  std::string id;         ///< of the case
  double latency_ns = 0;  ///< median
  double items_per_second = 0;
};

/// The case in which an item of a work costs the least time, of cores or of a device: one of the
/// two is known.
struct CheapestSetting {
  std::string work;  ///< as in BestSetting
  std::string id;    ///< of the case
  std::optional<double> core_seconds_per_item;
  std::optional<double> device_seconds_per_item;
  double items_per_second = 0;  ///< of the same case
};

/// A module along one axis.
struct ScalingModule {
  std::string path;  ///< "" is the model's own code
  std::string class_name;
  std::vector<double> time_ns;              ///< median own time in a call, by case
  std::optional<double> percent;            ///< of all modules' time in the first case, by means
  std::vector<std::optional<double>> gain;  ///< by case: 1 in the first; null where a time is 0
  std::optional<std::int64_t> stops_at;     ///< the first that surely does not pay; null: none
};

/// Cases that differ in one axis alone, and ran on one kind of machine.
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
  std::string plan;                       ///< name of the plan's file
  std::string version;                    ///< of hookstat
  std::vector<std::string> axes;          ///< that have several values, "model" among them
  std::vector<SweepRow> rows;             ///< in the plan's order
  std::vector<BestSetting> best;          ///< by work, then from the quickest on
  std::vector<CheapestSetting> cheapest;  ///< by work; of each core time first, then device time
  std::vector<Scaling> scalings;
  std::optional<double> price_per_hour;  ///< of the machine
  std::vector<Note> warnings;  ///< about the sweep as a whole: `machines`, `oversubscribed`
};

}  // namespace hookstat::sweep
