// Options of profile().
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "hookstat/clock.h"
#include "hookstat/live_recording.h"
#include "hookstat/model_changes.h"
#include "hookstat/peaks.h"
#include "hookstat/recording.h"
#include "hookstat/tensor_info.h"

namespace hookstat {

class CostTable;  // hookstat/cost_table.h

/// How profile() measures, and what the report says of the model. Those that cannot be are refused
/// with InputError.
struct ProfileOptions {
  ModelDescription model;      ///< what the report says of the file; `method` is the one profiled
  std::string device = "cpu";  ///< "cpu", "cuda", "cuda:1": where the model and its inputs are
  std::int64_t threads = 0;    ///< intra-op threads, 1,024 at most; 0: as LibTorch has it
  std::int64_t interop_threads = 0;  ///< likewise; can be set once per process, before any fork
  /// Calls of each variant before those that count, at least 1; unset: until they get no faster
  /// (docs/measurement.md), at least 3, because the profiling executor needs two to settle.
  std::optional<std::int64_t> warmup;
  /// Counted calls of each variant, at least 1; unset: at least 10, until `min_time_s`, where that
  /// is set, else until the 95 % intervals of both median latencies are within 1 %.
  std::optional<std::int64_t> runs;
  /// Counted calls go on until they took this long: all of them, of whatever kind, and what is done
  /// between them.
  std::optional<double> min_time_s;
  /// Counted calls that go on for precision stop after this long; unset: 10 s; 0: after the first
  /// 10. Nothing to say where `runs` or `min_time_s` are set.
  std::optional<double> max_time_s;
  bool pin = false;        ///< keep each intra-op thread to a core of its own
  std::uint64_t seed = 0;  ///< of the random numbers the model draws, set before every call
  bool strict = false;     ///< simple executor for the hooked runs
  /// With gradients recorded, as in training; else in InferenceMode. The parameters require them as
  /// they were saved.
  bool grad = false;
  /// Calls the model under autocast to float16 or bfloat16 on its device, as Python's
  /// `with torch.autocast(...)` around each call does.
  std::optional<Dtype> autocast;
  /// What was done to the model before profile(), for the report; profile() itself changes nothing.
  ModelChanges changes;
  std::optional<MachinePeaks> peaks;  ///< the machine's, as the user states them
  bool measure_peaks = false;         ///< instead measured after the runs, in about a second
  /// Times every operator as the executor runs it, in runs of their own beside each of the others.
  bool operators = false;
  /// Tells operators apart by the line of code that they come from. Times them, as `operators`
  /// does.
  bool sources = false;
  /// Records what the model takes from the device's allocator, in two calls of their own.
  bool memory = false;
  /// Above 1: so many threads call the model at once, after the runs of one thread. On the CPU,
  /// and not with `pin`.
  std::int64_t concurrency = 1;
  std::shared_ptr<const CostTable> costs;  ///< formulas of one's own, before hookstat's
  bool timeline = true;                    ///< keep one run's spans in the report
  std::int64_t process_start_ns = 0;       ///< steady_clock at the process's start; 0: not measured
  std::int64_t load_ns = 0;  ///< what loading the model took, as the caller measured it
  /// Takes the place of the device's own clock (a simulated one in tests).
  std::shared_ptr<DeviceClock> device_clock;
  /// Asked between calls of the model, on the thread that profiles; true ends the profile with
  /// Interrupted. Must not throw.
  std::function<bool()> cancelled;
  /// Seconds after which no further call of the model begins: profile() ends with TimedOut. A call
  /// that is running then is not cut short. 0: no limit.
  double timeout_s = 0;
  std::int64_t timeout_from_ns = 0;  ///< steady_clock; 0: from the start of profile()
  /// Grows with the profile, and may be read by another thread meanwhile, or after profile() has
  /// thrown or returned.
  std::shared_ptr<LiveRecording> live;
  /// Told what is being done and how much of it is done, 0 to 1: "analysis", "warm-up", "runs",
  /// with `concurrency` "threads", with `measure_peaks` "peaks", and "report"; by profile_file
  /// "libraries", "load" and "inputs" before. Called on the thread that profiles. What it throws
  /// ends the profile and passes through.
  std::function<void(const std::string& phase, double done)> progress;
};

}  // namespace hookstat
