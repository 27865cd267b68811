// What running a model leaves behind, as plain data: no formula, no statistic, no format yet.
// `measure` writes it, `report` reads it.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hookstat/call_span.h"
#include "hookstat/device_runs.h"
#include "hookstat/folded_runs.h"
#include "hookstat/memory_run.h"
#include "hookstat/op_call.h"
#include "hookstat/peaks.h"
#include "hookstat/tensor_info.h"

namespace hookstat {

/// A place in the code from which a method of a module is called. Site 0 is the root: the call of
/// the model itself.
struct CallSite {
  ModuleIndex module = 0;  ///< the module called
  std::string method;      ///< "forward"
  bool dynamic = false;    ///< the receiver is chosen at run time (interface-typed)
  bool operator==(const CallSite&) const = default;
};

/// A parameter or buffer registered on a module itself (not on its children).
struct ParameterInfo {
  std::string name;            ///< "weight"
  std::uint64_t identity = 0;  ///< equal for one tensor registered in several places
  std::int64_t elements = 0;   ///< how many
  std::int64_t bytes = 0;      ///< of its elements
  bool trainable = false;      ///< requires_grad
  bool packed = false;         ///< a quantized weight, in a form of its kernel's own
};

/// One registered path. Modules are listed in registration order; the root is index 0.
struct ModuleInfo {
  std::string path;             ///< "" for the model itself, "vgg.0"
  std::string qualified_class;  ///< "__torch__.torch.nn.modules.conv.___torch_mangle_3.Conv2d"
  std::string class_name;       ///< last part of the qualified class: "Conv2d"
  ModuleIndex parent = -1;      ///< -1 for the root
  std::int32_t depth = 0;       ///< 0 for the root
  bool leaf = false;            ///< registers no submodule
  std::optional<std::string> alias_of;  ///< earlier path of the same object, or of the same tensors
  std::vector<ParameterInfo> parameters;  ///< its own, packed weights included
  std::vector<ParameterInfo> buffers;     ///< its own
};

/// A line of the Python that a model was made from, or of the archive's code; in a frozen model
/// with one of the modules that were there.
struct SourceLine {
  std::string file;       ///< as the archive names it
  std::int64_t line = 0;  ///< from 1
  std::string function;   ///< empty where unknown
  std::string text;       ///< of the line, without indentation; empty where unknown
  /// The path of the module whose weights were frozen into the operator, as the constant's name has
  /// it: "vgg.0"; empty where none is named.
  std::string scope;
};

/// An operator in a fused group.
struct GroupMember {
  ModuleIndex module = 0;  ///< whose code it comes from
  std::string name;        ///< "aten::mul"
  auto operator<=>(const GroupMember&) const = default;
};

/// An operator in the code of a module, as the executor runs it.
struct OperatorSite {
  ModuleIndex module = 0;  ///< whose code it is
  /// "aten::conv2d"; of a fused group its operators, too: "prim::TensorExprGroup(aten::mul,
  /// aten::add)".
  std::string name;
  /// The line that it comes from, in a table of its own; -1: unknown, or not asked for. In a
  /// recording the index into Recording::source_lines.
  std::int32_t source_line = -1;
  std::vector<GroupMember> members = {};  ///< of a fused group, each as often as it stands there
  auto operator<=>(const OperatorSite&) const = default;
};

/// A call of a module's method in the analysis run, in the order of entry. Index 0 is the root.
struct ModuleCall {
  ModuleIndex module = 0;           ///< the module called
  std::string method;               ///< "forward"
  std::int32_t parent = -1;         ///< index of the enclosing ModuleCall
  std::vector<TensorInfo> inputs;   ///< tensors of the arguments, nested ones flattened in order
  std::vector<TensorInfo> outputs;  ///< likewise of the results; empty where the call raised
};

/// One timing run, call by call.
struct TimedRun {
  std::int64_t latency_ns = 0;  ///< of the whole hooked call, measured outside it
  std::vector<CallSpan> spans;  ///< in order of entry within a task; spans[0] is the root
};

/// Runs in which each operator was timed as the executor runs it, one beside each of the others.
struct OperatorRuns {
  /// Operators that are counted together. The first is the call of the model: what passes between
  /// the operators.
  std::vector<OperatorSite> groups;
  FoldedRuns folded;  ///< with groups in the place of modules; may have more, all zero
  std::vector<std::int64_t> latency_ns;  ///< of each whole call
};

/// Calls that several threads made at once, each the next as soon as the last was over.
struct LoadedRuns {
  std::int64_t threads = 0;             ///< that called at once
  std::int64_t calls = 0;               ///< made in all, of either kind, warm-up included
  double calls_per_second = 0;          ///< without hooks, of all threads together
  std::vector<std::int64_t> plain_ns;   ///< latency of each call without hooks
  std::vector<std::int64_t> hooked_ns;  ///< of each with hooks, made apart from those
  FoldedRuns folded;                    ///< what the hooks of those recorded
};

/// A run that was kept whole, for the timeline.
struct KeptRun {
  std::int64_t index = 0;  ///< among the counted runs
  TimedRun run;            ///< its spans and latency
};

/// How busy the machine was beside this process, while calls were counted; unset where the system
/// does not tell.
struct MachineLoad {
  std::optional<double> other_cores_busy;  ///< mean number of cores that others kept busy
  std::optional<double> waiting_percent;   ///< of the time, a thread wanted a core in vain
};

/// Denormal numbers in what a module's own operators returned in the analysis run, on the CPU.
struct DenormalCount {
  ModuleIndex module = 0;      ///< whose code called the operators
  std::int64_t denormals = 0;  ///< among the elements
  std::int64_t elements = 0;   ///< looked at
};

/// What was run, as it is written into the report.
struct ModelDescription {
  std::string path;                 ///< of the file, as given
  std::int64_t file_bytes = 0;      ///< size of the file; 0: not known
  std::string method = "forward";   ///< the one called
  std::int64_t constants = 0;       ///< elements of tensors that are part of the code, each once
  std::int64_t constant_bytes = 0;  ///< likewise
};

/// What an argument of the method was bound to.
struct InputDescription {
  std::string name;                  ///< of the method's argument
  std::string kind;                  ///< "tensor", "int", "list" ...
  std::string text;                  ///< "1x3 float32", "3", "[1x3 float32, 1x4 float32]"
  std::optional<TensorInfo> tensor;  ///< for kind "tensor", unless it is an undefined one
  bool operator==(const InputDescription&) const = default;
};

/// What the model ran on, as it was found.
struct EnvironmentDescription {
  std::string os;                    ///< "Linux 6.1.0 x86_64"
  std::string cpu;                   ///< "AMD EPYC"
  std::int64_t logical_cores = 0;    ///< of the machine; 0: unknown
  std::int64_t threads = 0;          ///< intra-op
  std::int64_t interop_threads = 0;  ///< for forked tasks
  std::string device = "cpu";        ///< "cpu", "cuda:0", "simulated"
  std::string device_name;           ///< empty on the CPU
  DeviceDetails device_details;      ///< likewise
  std::int64_t usable_cores = 0;     ///< that this process may run on; 0: unknown
  std::string host_clock;            ///< "tsc" or "steady_clock"
  std::string libtorch_version;      ///< "2.13.0"
  bool operator==(const EnvironmentDescription&) const = default;
};

/// Every option that was in force.
struct SettingsDescription {
  std::string method = "forward";    ///< the one profiled
  std::string device = "cpu";        ///< as asked: "cpu", "cuda:1"
  std::int64_t threads = 0;          ///< as asked; 0: LibTorch's default
  std::int64_t interop_threads = 0;  ///< likewise
  std::int64_t warmup = 0;       ///< calls of each variant that were made before those that count
  std::int64_t runs = 0;         ///< counted calls of each variant
  double min_time_s = 0;         ///< the counted calls went on for that long; 0: no such limit
  double max_time_s = 0;         ///< the counted calls stop there, precise or not; 0: no such limit
  std::int64_t processes = 1;    ///< each measured the model anew
  bool pin = false;              ///< each intra-op thread kept to a core of its own
  std::uint64_t seed = 0;        ///< set before every call
  bool inference_mode = true;    ///< false: gradients were recorded
  bool strict = false;           ///< simple executor: no pass moves work between modules
  bool timeline = true;          ///< one run's spans were to be kept
  bool operators = false;        ///< operators were timed, in runs of their own
  bool sources = false;          ///< and told apart by the lines of code they come from
  bool memory = false;           ///< allocations were recorded, in calls of their own
  std::int64_t concurrency = 1;  ///< so many threads called the model at once, after the runs
  double timeout_s = 0;          ///< 0: none
  bool train = false;            ///< the model was put into training mode
  std::optional<std::string> dtype;     ///< the model was converted to it
  std::optional<std::string> autocast;  ///< autocast was on, to it
  bool channels_last = false;           ///< the model was converted
  bool freeze = false;                  ///< the model was frozen
  bool optimize_for_inference = false;  ///< and optimised
  std::vector<std::string> own_costs;   ///< operators priced by formulas of one's own, sorted
  bool operator==(const SettingsDescription&) const = default;
};

/// Wall-clock time of each phase of the profile command.
struct PhaseTimes {
  std::int64_t start_ns = 0;        ///< process start to the first step
  std::int64_t load_ns = 0;         ///< loading the model
  std::int64_t analysis_ns = 0;     ///< the cold call, values and operators
  std::int64_t warmup_ns = 0;       ///< calls before those that count, and memory
  std::int64_t runs_ns = 0;         ///< the counted calls
  std::int64_t report_ns = 0;       ///< pricing and joining
  std::int64_t concurrency_ns = 0;  ///< several threads at once
  std::int64_t peaks_ns = 0;        ///< measuring the machine
  bool operator==(const PhaseTimes&) const = default;
};

/// A warning.
struct Note {
  std::string code;     ///< stable, for programs: "calls_without_operators"
  std::string message;  ///< one sentence for people
  bool operator==(const Note&) const = default;
};

/// How the results of a hooked and of a plain call compare, both from the same state, inputs and
/// random numbers.
struct OutputComparison {
  bool bit_equal = false;  ///< every value has the same bits
  /// Greatest |difference| of two elements over the greatest |element|; unset where the results do
  /// not have the same structure, other values than tensors differ, or one has infinities or NaNs
  /// that the other has not.
  std::optional<double> largest_difference;
  bool operator==(const OutputComparison&) const = default;
};

/// Everything recorded about one model under one set of inputs.
struct Recording {
  ModelDescription model;                     ///< what was called
  std::vector<ModuleInfo> modules;            ///< in registration order, the model first
  std::vector<InputDescription> inputs;       ///< of all arguments
  EnvironmentDescription environment;         ///< where
  SettingsDescription settings;               ///< how
  PhaseTimes phases;                          ///< how long it took
  std::vector<CallSite> sites;                ///< that the hooks know; 0 is the root
  std::vector<ModuleCall> module_calls;       ///< analysis run with values
  std::vector<OpCall> operators;              ///< analysis run with operators, in order of start
  std::vector<SourceLine> source_lines;       ///< of the operators' calls, where that was asked for
  std::optional<MemoryRun> memory;            ///< where it was asked for
  std::vector<std::int64_t> baseline_ns;      ///< counted un-instrumented calls, in order
  std::vector<std::int64_t> hooked_ns;        ///< counted hooked calls, each beside a baseline one
  FoldedRuns folded;                          ///< what the hooks of those recorded
  std::optional<KeptRun> kept_run;            ///< one near the median
  std::optional<OperatorRuns> operator_runs;  ///< where operators were timed
  std::optional<LoadedRuns> loaded_runs;      ///< where several threads called
  /// Of each baseline call, with a device: until it returned, its work submitted.
  std::vector<std::int64_t> launch_ns;
  std::optional<QueuedRuns> queued_runs;    ///< with a device that can be held busy
  std::vector<DenormalCount> denormals;     ///< of modules whose operators returned floats
  MachineLoad load;                         ///< while calls were counted
  std::optional<MachinePeaks> peaks;        ///< given or measured
  std::int64_t first_call_ns = 0;           ///< the first, cold, un-instrumented call
  std::optional<OutputComparison> outputs;  ///< unset where they were not compared
  std::int64_t model_calls = 0;  ///< all calls of the model that were made, warm-up included
  std::string created;           ///< RFC 3339, UTC
  std::vector<Note> warnings;    ///< of what was seen while it ran
};

}  // namespace hookstat
