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

inline constexpr int kSchemaVersion = 1;

struct ToolInfo {
  std::string name = "hookstat";
  std::string version;
  std::string libtorch_version;
  bool operator==(const ToolInfo&) const = default;
};

struct ModelSummary {
  std::string path;
  std::int64_t file_bytes = 0;
  std::string method;
  std::int64_t modules = 0;     ///< registered paths, the root included
  std::int64_t parameters = 0;  ///< elements, each tensor once
  std::int64_t parameter_bytes = 0;
  std::int64_t buffers = 0;  ///< elements, each tensor once
  std::int64_t buffer_bytes = 0;
  std::int64_t constants = 0;  ///< elements of tensors in the code: the weights of a frozen model
  std::int64_t constant_bytes = 0;
  bool operator==(const ModelSummary&) const = default;
};

struct TensorSummary {
  std::string dtype;
  Shape shape;
  std::string device;
  bool operator==(const TensorSummary&) const = default;
};

struct ReportInput {
  std::string name;
  std::string kind;
  std::string text;  ///< the value, for people; empty in reports of older versions
  std::optional<TensorSummary> tensor;  ///< JSON: dtype, shape, device, each null without a tensor
  bool operator==(const ReportInput&) const = default;
};

struct CostSummary {
  Cost cost;
  std::int64_t uncounted_calls = 0;
  bool operator==(const CostSummary&) const = default;
};

struct CallShape {
  std::vector<Shape> shapes;  ///< of the call's input tensors
  std::int64_t count = 0;
  bool operator==(const CallShape&) const = default;
};

struct TorchstatCells {
  bool supported = false;
  Shape input_shape;
  Shape output_shape;
  std::int64_t parameters = 0;
  double memory_mb = 0;
  std::int64_t madd = 0;
  std::int64_t flops = 0;
  std::int64_t mem_read_bytes = 0;
  std::int64_t mem_write_bytes = 0;
  double duration_percent = 0;  ///< exclusive share among the leaves
  bool operator==(const TorchstatCells&) const = default;
};

/// Exclusive cost over mean exclusive time (the device's, where it was taken); each null where its
/// divisor is zero or unknown.
struct Efficiency {
  std::optional<double> flops_per_second;
  std::optional<double> bytes_per_second;
  std::optional<double> arithmetic_intensity;  ///< FLOPs per byte read or written
  /// 100 x the time that the machine's peaks allow / the time it took; null without peaks.
  std::optional<double> roofline_percent;
  std::optional<std::string> bound;  ///< "compute" or "memory": the peak that allows no less time
  std::optional<std::string> dtype;  ///< of most of its FLOPs: the one whose peak was taken
  bool operator==(const Efficiency&) const = default;
};

/// Of one module while several threads call the model.
struct ModuleUnderLoad {
  TimeSplit time_ns;  ///< host time
  /// Mean own time against that of one thread alone; null where that is 0.
  std::optional<double> growth;
  bool operator==(const ModuleUnderLoad&) const = default;
};

struct ModuleReport {
  std::string path;
  std::string class_name;  ///< JSON: "class"
  std::string qualified_class;
  std::optional<std::string> alias_of;
  std::optional<std::int64_t> parent;
  std::int64_t depth = 0;
  bool leaf = false;
  std::int64_t calls = 0;  ///< per call of the model; 0: never ran
  std::vector<std::pair<std::string, std::int64_t>> methods;  ///< calls by method, by name
  std::vector<TensorSummary> inputs;                          ///< of the last call
  std::vector<TensorSummary> outputs;
  std::vector<CallShape> call_shapes;  ///< at most 16
  std::int64_t parameters = 0;         ///< own
  std::int64_t parameter_bytes = 0;
  TimeSplit time_ns;
  std::optional<Statistics> wait_ns;        ///< null without forks
  std::optional<TimeSplit> device_time_ns;  ///< null without a device clock
  /// Device time with the device's work queued: without waiting for the host. Null where there is
  /// no device, or it could not be held busy.
  std::optional<TimeSplit> device_busy_ns;
  /// 100 x (1 - mean busy / mean device time), exclusive: the device's waiting for the host.
  std::optional<double> device_idle_percent;
  /// Share of the host's exclusive time, which with a device is that of launching.
  std::optional<double> launch_percent;
  std::optional<double> time_percent;  ///< adds up to 100 over all modules
  std::optional<double> inclusive_percent;
  CostSummary inclusive_cost;  ///< JSON: cost.inclusive
  CostSummary exclusive_cost;  ///< JSON: cost.exclusive
  std::optional<double> flops_percent;
  std::optional<TorchstatCells> torchstat;  ///< leaves only
  std::optional<MemoryUse> memory;
  std::optional<ModuleUnderLoad> under_load;
  Efficiency efficiency;
  bool operator==(const ModuleReport&) const = default;
};

struct ClassReport {
  std::string class_name;    ///< JSON: "class"
  std::int64_t modules = 0;  ///< registered paths of this class that ran
  std::int64_t calls = 0;
  double exclusive_mean_ns = 0;
  std::optional<double> time_percent;
  CostSummary cost;  ///< exclusive
  std::optional<double> flops_percent;
  bool operator==(const ClassReport&) const = default;
};

struct OperatorReport {
  std::string module;  ///< path
  std::string name;    ///< "aten::conv2d"
  std::int64_t calls = 0;
  Cost cost;
  PriceState state = PriceState::kUncounted;
  /// Mean in a call of the model, of all its calls there (the device's, where it was taken); null
  /// where operators were not timed, or this one ran as part of another.
  std::optional<double> time_ns;
  /// Calls that were timed. The executor merges and fuses some, so they may be fewer than `calls`;
  /// null where `time_ns` is. The costs are of `calls` without `fused_calls`.
  std::optional<std::int64_t> timed_calls;
  /// Of `calls` those that ran as part of fused groups, whose rows have their costs.
  std::int64_t fused_calls = 0;
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
  std::int64_t threads = 0;
  double calls_per_second = 0;        ///< un-instrumented, of all threads together
  double calls_per_second_alone = 0;  ///< of one thread: 10^9 / mean latency
  Statistics latency_ns;              ///< un-instrumented, over all threads' calls
  Statistics hooked_latency_ns;       ///< of the calls that the modules' times are of
  bool operator==(const LoadReport&) const = default;
};

struct UncountedReport {
  std::string name;  ///< JSON: "operator"
  std::int64_t calls = 0;
  std::vector<std::string> modules;
  std::optional<double> time_percent_at_most;
  bool operator==(const UncountedReport&) const = default;
};

struct SourceReport {
  std::string file;  ///< empty: of operators whose line is not known
  std::int64_t line = 0;
  std::string function;
  std::string text;
  std::string scope;  ///< of a frozen model: the former module whose weights were used, or empty
  /// Mean in a call of the model; null where operators were not timed.
  std::optional<double> time_ns;
  std::optional<double> time_percent;  ///< of the calls in which operators were timed
  std::int64_t flops = 0;
  std::int64_t calls = 0;  ///< of operators, per call of the model
  bool operator==(const SourceReport&) const = default;
};

struct TorchstatTotals {
  double memory_mb = 0;
  std::int64_t madd = 0;
  std::int64_t flops = 0;
  std::int64_t mem_read_bytes = 0;
  std::int64_t mem_write_bytes = 0;
  bool operator==(const TorchstatTotals&) const = default;
};

struct Totals {
  std::int64_t parameters = 0;  ///< elements, each tensor once
  Cost cost;                    ///< JSON: macs, flops, bytes_read, bytes_written
  std::optional<std::int64_t> peak_memory_bytes;
  TorchstatTotals torchstat;
  Efficiency efficiency;  ///< of all modules together, over their own times
  bool operator==(const Totals&) const = default;
};

struct Report {
  int schema_version = kSchemaVersion;
  ToolInfo tool;
  std::string created;  ///< RFC 3339, UTC
  ModelSummary model;
  std::vector<ReportInput> inputs;
  EnvironmentDescription environment;
  SettingsDescription settings;
  PhaseTimes phases_ns;
  std::int64_t model_calls = 0;  ///< calls of the model made in all, warm-up and analysis included
  std::optional<SamplingReport> sampling;  ///< null but for snapshots of a Sampler
  Statistics latency_ns;                   ///< un-instrumented
  Statistics hooked_latency_ns;
  Overhead overhead;
  std::optional<OutputComparison> hooked_outputs;  ///< null where they were not compared
  Noise noise;
  std::int64_t first_call_ns = 0;
  double concurrency = 1;  ///< thread time without waiting / wall time
  std::optional<MachinePeaks> machine_peaks;
  Totals totals;
  std::optional<DeviceReport> device;  ///< null on the CPU
  std::vector<ModuleReport> modules;
  std::vector<ClassReport> classes;
  std::vector<OperatorReport> operators;
  std::optional<OperatorTiming> operator_timing;  ///< null where operators were not timed
  std::vector<UncountedReport> uncounted;
  std::optional<std::vector<SourceReport>> sources;
  std::optional<Timeline> timeline;
  std::optional<LoadReport> load;  ///< null where one thread called
  std::optional<MemoryReport> memory;
  std::optional<std::vector<MemoryTimelineEvent>> memory_timeline;
  std::vector<std::int64_t> run_latencies_ns;  ///< every baseline sample, in order
  /// Empty where one process measured: then it is this report.
  std::vector<ProcessReport> processes;
  std::vector<Note> warnings;
  bool operator==(const Report&) const = default;
};

/// Joins names, shapes, costs and times. `version` is the tool's; formulas of `own` go before
/// hookstat's. Throws InternalError where the recording contradicts itself (an index out of range).
/// Pure; thread-safe.
[[nodiscard]] HOOKSTAT_API Report build_report(const Recording& recording,
                                               const std::string& version,
                                               const CostTable& own = {});

/// The report as JSON text (two spaces, keys in the order of docs/report-format.md, a final
/// newline).
[[nodiscard]] HOOKSTAT_API std::string report_to_json(const Report& report);

/// Reads what report_to_json wrote. Throws InputError where the text is no JSON, no report, or of a
/// newer schema_version; the message names the field. Unknown fields are ignored.
[[nodiscard]] HOOKSTAT_API Report report_from_json(const std::string& text);

}  // namespace hookstat
