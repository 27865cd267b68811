// The report (schema_version 1): the contract with every other program. Names and meanings are
// those of docs/report-format.md. std::nullopt is `null` in JSON: unknown, or a share of nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "hookstat/api.h"
#include "hookstat/cost.h"
#include "hookstat/cost_table.h"
#include "hookstat/device_report.h"
#include "hookstat/measurement.h"
#include "hookstat/memory_report.h"
#include "hookstat/peaks.h"
#include "hookstat/recording.h"
#include "hookstat/sampling_report.h"
#include "hookstat/tensor_info.h"
#include "hookstat/timeline.h"
#include "hookstat/torchstat.h"

namespace hookstat {

inline constexpr int kSchemaVersion = 1;  ///< raised when the meaning of a field changes

/// Which program made the report.
struct ToolInfo {
  std::string name = "hookstat";  ///< always that
  std::string version;            ///< "0.1.0"
  std::string libtorch_version;   ///< "2.13.0"
  bool operator==(const ToolInfo&) const = default;
};

/// What was called.
struct ModelSummary {
  std::string path;                  ///< of the file, as given
  std::int64_t file_bytes = 0;       ///< size of the file
  std::string method;                ///< "forward"
  std::int64_t modules = 0;          ///< registered paths, the root included
  std::int64_t parameters = 0;       ///< elements, each tensor once
  std::int64_t parameter_bytes = 0;  ///< each tensor once
  std::int64_t buffers = 0;          ///< elements, each tensor once
  std::int64_t buffer_bytes = 0;     ///< each tensor once
  std::int64_t constants = 0;  ///< elements of tensors in the code: the weights of a frozen model
  std::int64_t constant_bytes = 0;  ///< likewise
  bool operator==(const ModelSummary&) const = default;
};

/// A tensor that went in or came out.
struct TensorSummary {
  std::string dtype;   ///< "float32"
  Shape shape;         ///< empty: a scalar tensor
  std::string device;  ///< "cpu", "cuda:0"
  bool operator==(const TensorSummary&) const = default;
};

/// An argument of the method.
struct ReportInput {
  std::string name;  ///< as it is declared
  std::string kind;  ///< "tensor", "list", "int" ...
  std::string text;  ///< the value, for people; empty in reports of older versions
  std::optional<TensorSummary> tensor;  ///< JSON: dtype, shape, device, each null without a tensor
  bool operator==(const ReportInput&) const = default;
};

/// What operators cost in a call of the model.
struct CostSummary {
  Cost cost;                         ///< of those that have a formula
  std::int64_t uncounted_calls = 0;  ///< of operators without one, which are not in `cost`
  bool operator==(const CostSummary&) const = default;
};

/// Calls with inputs of the same shapes.
struct CallShape {
  std::vector<Shape> shapes;  ///< of the call's input tensors
  std::int64_t count = 0;     ///< of those calls, in one of the model
  bool operator==(const CallShape&) const = default;
};

/// A leaf in torchstat's table: its TorchstatRow, and a share of the time.
struct TorchstatCells {
  bool supported = false;            ///< false: costs are zero
  Shape input_shape;                 ///< without the batch dimension
  Shape output_shape;                ///< without the batch dimension
  std::int64_t parameters = 0;       ///< own elements
  double memory_mb = 0;              ///< of 4-byte outputs without the batch, in 2^20 bytes
  std::int64_t madd = 0;             ///< ignores the batch
  std::int64_t flops = 0;            ///< counts the batch
  std::int64_t mem_read_bytes = 0;   ///< input and weights
  std::int64_t mem_write_bytes = 0;  ///< output
  double duration_percent = 0;       ///< exclusive share among the leaves
  bool operator==(const TorchstatCells&) const = default;
};

/// Exclusive cost over mean exclusive time (the device's, where it was taken); each null where its
/// divisor is zero or unknown.
struct Efficiency {
  std::optional<double> flops_per_second;      ///< a lower bound where calls are uncounted
  std::optional<double> bytes_per_second;      ///< read and written together; likewise
  std::optional<double> arithmetic_intensity;  ///< FLOPs per byte read or written
  /// 100 x the time that the machine's peaks allow / the time it took; null without peaks.
  std::optional<double> roofline_percent;
  std::optional<std::string> bound;  ///< "compute" or "memory": the peak that allows no less time
  std::optional<std::string> dtype;  ///< of most of its FLOPs: the one whose peak was taken
  bool operator==(const Efficiency&) const = default;
};

/// Of one module while several threads call the model.
struct ModuleUnderLoad {
  TimeSplit time_ns;             ///< host time
  std::optional<double> growth;  ///< mean own time / that of one thread alone; null where it is 0
  bool operator==(const ModuleUnderLoad&) const = default;
};

/// A registered path. Times, costs and calls are of one call of the model.
struct ModuleReport {
  std::string path;                     ///< "vgg.0"; "" is the model itself
  std::string class_name;               ///< JSON: "class"
  std::string qualified_class;          ///< the name TorchScript gives the class
  std::optional<std::string> alias_of;  ///< earlier path of the same object, or the same tensors
  std::optional<std::int64_t> parent;   ///< index into modules; null for the model
  std::int64_t depth = 0;               ///< 0 for the model
  bool leaf = false;                    ///< registers no submodule
  std::int64_t calls = 0;               ///< per call of the model; 0: never ran
  std::vector<std::pair<std::string, std::int64_t>> methods;  ///< calls by method, by name
  std::vector<TensorSummary> inputs;                          ///< of the last call
  std::vector<TensorSummary> outputs;                         ///< of the last call
  std::vector<CallShape> call_shapes;                         ///< the first 16 that differ
  std::int64_t parameters = 0;                                ///< own elements
  std::int64_t parameter_bytes = 0;                           ///< own
  TimeSplit time_ns;                                          ///< host time
  std::optional<Statistics> wait_ns;                          ///< null without forks
  std::optional<TimeSplit> device_time_ns;                    ///< null without a device clock
  /// Device time with the work queued, so without waiting for the host; null where not measured.
  std::optional<TimeSplit> device_busy_ns;
  /// 100 x (1 - mean busy / mean device time), exclusive, at least 0: waiting for the host.
  std::optional<double> device_idle_percent;
  std::optional<double> launch_percent;     ///< with a device: share of the host's exclusive time
  std::optional<double> time_percent;       ///< of exclusive time; adds up to 100 over all modules
  std::optional<double> inclusive_percent;  ///< of the same whole; with forks it may pass 100
  CostSummary inclusive_cost;               ///< JSON: cost.inclusive
  CostSummary exclusive_cost;               ///< JSON: cost.exclusive
  std::optional<double> flops_percent;      ///< exclusive share
  std::optional<TorchstatCells> torchstat;  ///< leaves only
  std::optional<MemoryUse> memory;  ///< null where it was not asked for, or the module never ran
  std::optional<ModuleUnderLoad> under_load;  ///< likewise
  Efficiency efficiency;                      ///< of its own work
  bool operator==(const ModuleReport&) const = default;
};

/// The modules of a class together.
struct ClassReport {
  std::string class_name;               ///< JSON: "class"
  std::int64_t modules = 0;             ///< registered paths of this class that ran
  std::int64_t calls = 0;               ///< of all of them
  double exclusive_mean_ns = 0;         ///< the device's, where it was taken
  std::optional<double> time_percent;   ///< exclusive share
  CostSummary cost;                     ///< exclusive
  std::optional<double> flops_percent;  ///< exclusive share
  bool operator==(const ClassReport&) const = default;
};

/// The calls of an operator, or of a fused group, by one module's own code.
struct OperatorReport {
  std::string module;                         ///< path
  std::string name;                           ///< "aten::conv2d"
  std::int64_t calls = 0;                     ///< in a call of the model
  Cost cost;                                  ///< of all of them but `fused_calls`
  PriceState state = PriceState::kUncounted;  ///< uncounted where one call is
  /// Mean in a call of the model, of all its calls there (the device's, where it was taken); null
  /// where operators were not timed, or this one ran as part of another.
  std::optional<double> time_ns;
  /// Calls that were timed. The executor merges and fuses some, so they may be fewer than `calls`;
  /// null where `time_ns` is. The costs are of `calls` without `fused_calls`.
  std::optional<std::int64_t> timed_calls;
  std::int64_t fused_calls = 0;  ///< of `calls` those in fused groups, whose rows have their costs
  bool operator==(const OperatorReport&) const = default;
};

/// The runs in which operators were timed.
struct OperatorTiming {
  Statistics latency_ns;    ///< with marks around every operator
  Overhead overhead;        ///< `calls`, `ns_per_call`: of operators
  double operators_ns = 0;  ///< mean time in operators in a call of the model
  double between_ns = 0;    ///< mean time between them: the interpreter, and what it does by itself
  bool operator==(const OperatorTiming&) const = default;
};

/// Several threads calling the model at once.
struct LoadReport {
  std::int64_t threads = 0;           ///< that called at once
  double calls_per_second = 0;        ///< un-instrumented, of all threads together
  double calls_per_second_alone = 0;  ///< of one thread: 10^9 / mean latency
  Statistics latency_ns;              ///< un-instrumented, over all threads' calls
  Statistics hooked_latency_ns;       ///< of the calls that the modules' times are of
  bool operator==(const LoadReport&) const = default;
};

/// An operator that no formula prices.
struct UncountedReport {
  std::string name;                            ///< JSON: "operator"
  std::int64_t calls = 0;                      ///< in a call of the model
  std::vector<std::string> modules;            ///< paths of those whose code called it
  std::optional<double> time_percent_at_most;  ///< their exclusive shares together
  bool operator==(const UncountedReport&) const = default;
};

/// The operators of one line of code.
struct SourceReport {
  std::string file;       ///< empty: of operators whose line is not known
  std::int64_t line = 0;  ///< from 1
  std::string function;   ///< empty where unknown
  std::string text;       ///< of the line; empty where unknown
  std::string scope;  ///< of a frozen model: the former module whose weights were used, or empty
  std::optional<double> time_ns;       ///< mean in a call of the model; null where not timed
  std::optional<double> time_percent;  ///< of the calls in which operators were timed
  std::int64_t flops = 0;              ///< in a call of the model
  std::int64_t calls = 0;              ///< of operators, per call of the model
  bool operator==(const SourceReport&) const = default;
};

/// Sums of TorchstatCells over the leaves.
struct TorchstatTotals {
  double memory_mb = 0;              ///< as the cells' own
  std::int64_t madd = 0;             ///< likewise
  std::int64_t flops = 0;            ///< likewise
  std::int64_t mem_read_bytes = 0;   ///< likewise
  std::int64_t mem_write_bytes = 0;  ///< likewise
  bool operator==(const TorchstatTotals&) const = default;
};

/// Of the whole model.
struct Totals {
  std::int64_t parameters = 0;                    ///< elements, each tensor once
  Cost cost;                                      ///< JSON: macs, flops, bytes_read, bytes_written
  std::optional<std::int64_t> peak_memory_bytes;  ///< MemoryReport::peak_bytes
  TorchstatTotals torchstat;                      ///< in that convention
  Efficiency efficiency;                          ///< of all modules together, over their own times
  bool operator==(const Totals&) const = default;
};

/// All that a profile comes to.
struct Report {
  int schema_version = kSchemaVersion;  ///< of the JSON that it was read from
  ToolInfo tool;                        ///< which made it
  std::string created;                  ///< RFC 3339, UTC
  ModelSummary model;                   ///< what was called
  std::vector<ReportInput> inputs;      ///< all arguments of the method, in order
  EnvironmentDescription environment;   ///< where
  SettingsDescription settings;         ///< how
  PhaseTimes phases_ns;                 ///< how long it took
  std::int64_t model_calls = 0;  ///< calls of the model made in all, warm-up and analysis included
  std::optional<SamplingReport> sampling;          ///< null but for snapshots of a Sampler
  Statistics latency_ns;                           ///< un-instrumented
  Statistics hooked_latency_ns;                    ///< of the calls that modules' times are of
  Overhead overhead;                               ///< what hooks added
  std::optional<OutputComparison> hooked_outputs;  ///< null where they were not compared
  Noise noise;                                     ///< in the un-instrumented calls
  std::int64_t first_call_ns = 0;                  ///< the cold one, which is in no statistic
  double concurrency = 1;                          ///< thread time without waiting / wall time
  std::optional<MachinePeaks> machine_peaks;       ///< null where nobody gave or measured them
  Totals totals;                                   ///< of all modules
  std::optional<DeviceReport> device;              ///< null on the CPU
  std::vector<ModuleReport> modules;               ///< in registration order, the model first
  std::vector<ClassReport> classes;                ///< of modules that ran, the longest time first
  std::vector<OperatorReport> operators;           ///< by module
  std::optional<OperatorTiming> operator_timing;   ///< null where operators were not timed
  std::vector<UncountedReport> uncounted;          ///< in order of first call
  std::optional<std::vector<SourceReport>> sources;  ///< null where lines were not told apart
  std::optional<Timeline> timeline;  ///< null where it was not asked for, or of over 100,000 events
  std::optional<LoadReport> load;    ///< null where one thread called
  std::optional<MemoryReport> memory;  ///< null where it was not asked for
  /// Of more than 10,000 changes the least and the most of equal parts; null likewise.
  std::optional<std::vector<MemoryTimelineEvent>> memory_timeline;
  std::vector<std::int64_t> run_latencies_ns;  ///< every baseline sample, in order
  std::vector<ProcessReport> processes;  ///< empty where one process measured: it is this report
  std::vector<Note> warnings;            ///< docs/report-format.md lists their codes
  bool operator==(const Report&) const = default;
};

/// Joins names, shapes, costs and times. `version` is the tool's; formulas of `own` go before
/// hookstat's. Throws InternalError where the recording contradicts itself (an index out of range).
/// Pure; thread-safe.
[[nodiscard]] HOOKSTAT_API Report build_report(const Recording& recording,
                                               const std::string& version,
                                               const CostTable& own = {});

/// The report as JSON text (two spaces, keys in the order of docs/report-format.md, a final
/// newline). What is no number becomes null, what is no UTF-8 U+FFFD.
[[nodiscard]] HOOKSTAT_API std::string report_to_json(const Report& report);

/// Reads what report_to_json wrote. Throws InputError where the text is no JSON, no report, or of a
/// newer schema_version; the message names the field. Unknown fields are ignored.
[[nodiscard]] HOOKSTAT_API Report report_from_json(const std::string& text);

}  // namespace hookstat
