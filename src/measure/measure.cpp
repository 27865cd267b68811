#include "measure/measure.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "hookstat/clock.h"
#include "hookstat/error.h"
#include "measure/analysis.h"
#include "measure/caller.h"
#include "measure/environment.h"
#include "measure/event_clock.h"
#include "measure/operator_recorder.h"
#include "measure/run_plan.h"
#include "measure/state_guard.h"
#include "measure/threads.h"
#include "model/cause.h"
#include "model/device.h"
#include "model/module_tree.h"
#include "record/pairing.h"

namespace hookstat {
namespace {

class Session {
 public:
  Session(torch::jit::Module& module, const ModelInputs& inputs, const ProfileOptions& options)
      : options_(options),
        plan_(options),
        threads_(options.threads, options.interop_threads),
        tree_(module),
        device_clock_(make_device_clock(options)),
        state_(module),
        caller_(module, inputs, options, device_clock_.get()),
        recorder_(device_clock_.get()),
        module_(module),
        inputs_(inputs) {}

  Recording run() {
    describe();
    in_phase(recording_.phases.analysis_ns, "analysis", [&] { analyse(); });
    in_phase(recording_.phases.warmup_ns, "warm-up", [&] { warm_up(); });
    in_phase(recording_.phases.runs_ns, "runs", [&] { time_runs(); });
    recording_.sites = timed_->sites();
    recording_.model_calls = caller_.calls();
    return std::move(recording_);
  }

 private:
  static std::shared_ptr<DeviceClock> make_device_clock(const ProfileOptions& options) {
    if (options.device_clock) return options.device_clock;
    const c10::Device device = require_device(options.device);
    if (device.is_cpu()) return nullptr;
    return std::make_shared<EventClock>(device);
  }

  void describe() {
    recording_.created = utc_now();
    recording_.model = options_.model;
    recording_.modules = tree_.modules();
    recording_.inputs = describe_inputs(module_, options_.model.method, inputs_);
    describe_surroundings();
    describe_settings();
    recording_.phases.load_ns = options_.load_ns;
    if (options_.process_start_ns > 0) {
      recording_.phases.start_ns =
          HostClock::steady_ns() - options_.process_start_ns - options_.load_ns;
    }
    add_warnings();
  }

  void add_warnings() {
    if (module_.hasattr("training") && module_.is_training()) {
      recording_.warnings.push_back(
          {"training_mode", "the model was saved in training mode (no eval() before the export)"});
    }
    if (options_.strict) {
      recording_.warnings.push_back({"strict_executor",
                                     "the hooked runs used the simple executor, the baseline did "
                                     "not: what measuring adds holds their difference"});
    }
  }

  void describe_surroundings() {
    recording_.environment = describe_environment();
    if (device_clock_) {
      recording_.environment.device = device_clock_->device();
      recording_.environment.device_name = device_clock_->device_name();
    }
  }

  void describe_settings() {
    SettingsDescription& settings = recording_.settings;
    settings.method = options_.model.method;
    settings.device = options_.device;
    settings.threads = options_.threads;
    settings.interop_threads = options_.interop_threads;
    settings.warmup = plan_.warmup();
    settings.min_time_s = plan_.min_time_s();
    settings.seed = options_.seed;
    settings.strict = options_.strict;
    settings.timeline = options_.timeline;
  }

  template <class Step>
  void in_phase(std::int64_t& duration_ns, const char* name, const Step& step) {
    phase_ = name;
    report_progress(0.0);
    const std::int64_t start = HostClock::steady_ns();
    step();
    duration_ns = HostClock::steady_ns() - start;
  }

  void report_progress(double done) const {
    if (options_.progress) options_.progress(phase_, done);
  }

  /// The cold call, the run with values, the run with operators. The last is the first run of the
  /// function that is timed later: there the executor has not yet fused operators or merged
  /// products of several modules, so they appear in the modules that call them.
  void analyse() {
    const HookOptions time_options{Instrumentation::kTime, options_.strict};
    timed_.emplace(module_, tree_, options_.model.method, time_options);
    naming_the_module([&] { recording_.first_call_ns = caller_.call_baseline(); });
    naming_the_module([&] { record_values(); });
    naming_the_module([&] { record_operators(); });
  }

  void record_values() {
    const HookedModel hooked(module_, tree_, options_.model.method,
                             {Instrumentation::kValues, options_.strict});
    RunRecorder recorder;
    caller_.call_hooked(hooked, recorder);
    values_run_ = read(recorder, hooked);
    recording_.module_calls = module_calls_of(values_run_);
    report_progress(0.5);
  }

  void record_operators() {
    RunRecorder recorder;
    OperatorRecorder operator_recorder(recorder);
    caller_.call_hooked(*timed_, recorder);
    const HookedRun run = read(recorder, *timed_);
    reserve_device_events(run.tasks);
    recording_.operators = attribute_operators(operator_recorder.take(), run, values_run_);
    values_run_ = {};
  }

  [[nodiscard]] HookedRun read(RunRecorder& recorder, const HookedModel& hooked) const {
    HookedRun run;
    run.tasks = recorder.collect();
    run.paired = pair_events(run.tasks, converter_);
    run.sites = hooked.sites();
    return run;
  }

  void warm_up() {
    const std::int64_t warmup = recording_.settings.warmup;
    for (std::int64_t i = 1; i < warmup; ++i) {
      naming_the_module([&] {
        caller_.call_baseline();
        caller_.call_hooked(*timed_, recorder_);
      });
      report_progress(static_cast<double>(i) / static_cast<double>(warmup));
    }
  }

  /// Room for a run like this one, and for one that takes other paths or loops twice as often.
  void reserve_device_events(const std::vector<TaskEvents>& tasks) {
    if (!device_clock_) return;
    constexpr std::size_t kRoomForOtherPaths = 1024;
    std::size_t events = 0;
    for (const TaskEvents& task : tasks) events += task.events.size();
    device_clock_->reserve(2 * events + kRoomForOtherPaths);
  }

  void time_runs() {
    converter_.calibrate();
    const std::int64_t start = HostClock::steady_ns();
    std::int64_t round = 0;
    for (double done = 0; done < 1.0;) {
      // The order changes every round, so that neither variant always runs in the other's wake.
      if (round % 2 == 0) time_baseline();
      time_hooked();
      if (round % 2 != 0) time_baseline();
      ++round;
      done = plan_.progress(round, HostClock::steady_ns() - start, recorded_spans_);
      report_progress(std::min(done, 1.0));
    }
    recording_.settings.runs = round;
  }

  void time_baseline() {
    naming_the_module([&] { recording_.baseline_ns.push_back(caller_.call_baseline()); });
  }

  void time_hooked() {
    TimedRun run;
    naming_the_module([&] { run.latency_ns = caller_.call_hooked(*timed_, recorder_); });
    if (device_clock_ && device_clock_->lost() > 0) {
      throw InternalError("the device's event pool was too small for a run");
    }
    const auto tasks = recorder_.collect();
    run.spans = pair_events(tasks, converter_, device_clock_.get()).spans;
    reserve_device_events(tasks);
    recorded_spans_ += run.spans.size();
    recording_.runs.push_back(std::move(run));
  }

  /// Runs `step`; what the model throws becomes a ModelError that says in which module.
  template <class Step>
  void naming_the_module(const Step& step) {
    try {
      step();
    } catch (const Error&) {
      throw;
    } catch (const std::exception& error) {
      throw ModelError("the model failed" + place_of_failure() + ": " + cause_of(error));
    }
  }

  /// Fails again with hooks on, to learn which module was entered last and never left.
  std::string place_of_failure() {
    RunRecorder recorder;
    try {
      caller_.call_hooked(*timed_, recorder);
    } catch (const Interrupted&) {
      throw;
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): the expected way
    }
    const PairedRun run = pair_events(recorder.collect(), converter_);
    const auto sites = timed_->sites();
    std::string place;
    for (const CallSpan& span : run.spans) {
      if (!span.raised || span.site == 0) continue;
      const CallSite& site = sites[static_cast<std::size_t>(span.site)];
      const ModuleInfo& module = tree_.modules()[static_cast<std::size_t>(site.module)];
      place = " in " + module.path + " (" + module.class_name + "." + site.method + ")";
    }
    return place;
  }

  const ProfileOptions& options_;
  RunPlan plan_;
  ThreadCounts threads_;
  ModuleTree tree_;
  std::shared_ptr<DeviceClock> device_clock_;
  StateGuard state_;
  Caller caller_;
  RunRecorder recorder_;
  torch::jit::Module& module_;
  const ModelInputs& inputs_;
  TickConverter converter_;
  Recording recording_;
  HookedRun values_run_;
  std::optional<HookedModel> timed_;
  std::string phase_;
  std::size_t recorded_spans_ = 0;
};

}  // namespace

Recording measure(torch::jit::Module& module, const ModelInputs& inputs,
                  const ProfileOptions& options) {
  const c10::InferenceMode inference;
  return Session(module, inputs, options).run();
}

}  // namespace hookstat
