#include "measure/measure.h"

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "hookstat/clock.h"
#include "hookstat/error.h"
#include "measure/analyser.h"
#include "measure/analysis.h"
#include "measure/autocast.h"
#include "measure/caller.h"
#include "measure/cores.h"
#include "measure/describe.h"
#include "measure/event_clock.h"
#include "measure/failure.h"
#include "measure/load_runner.h"
#include "measure/machine_load.h"
#include "measure/memory_meter.h"
#include "measure/operator_timer.h"
#include "measure/peak_meter.h"
#include "measure/queue_timer.h"
#include "measure/state_guard.h"
#include "measure/threads.h"
#include "model/device.h"
#include "model/module_tree.h"
#include "plan/run_plan.h"
#include "plan/warm_up.h"
#include "record/run_folder.h"

namespace hookstat {
namespace {

class Session {
 public:
  Session(torch::jit::Module& module, const ModelInputs& inputs, const ProfileOptions& options)
      : options_(options),
        plan_(options),
        warm_up_(options.warmup),
        threads_(options.threads, options.interop_threads),
        tree_(module),
        device_clock_(make_device_clock(options)),
        state_(module),
        caller_(module, inputs, options, device_clock_.get()),
        recorder_(device_clock_.get()),
        keeper_(tree_.modules().size()),
        module_(module),
        inputs_(inputs),
        recording_(options.live ? options.live : std::make_shared<LiveRecording>()) {}

  Recording run() {
    if (options_.pin) pinned_.emplace();
    const Recording start = describe(module_, tree_, inputs_, options_, plan_, device_clock_.get());
    recording_->update([&](Recording& recording) {
      recording = start;
      recording.peaks = options_.peaks;
    });
    in_phase(&PhaseTimes::analysis_ns, "analysis", [&] { analyse(); });
    in_phase(&PhaseTimes::warmup_ns, "warm-up", [&] { warm_up(); });
    in_phase(&PhaseTimes::runs_ns, "runs", [&] { time_runs(); });
    if (options_.concurrency > 1) {
      in_phase(&PhaseTimes::concurrency_ns, "threads", [&] { call_at_once(); });
    }
    if (options_.measure_peaks) {
      in_phase(&PhaseTimes::peaks_ns, "peaks", [&] { measure_machine(); });
    }
    return options_.live ? recording_->copy() : recording_->take();
  }

 private:
  template <class Step>
  void in_phase(std::int64_t PhaseTimes::*duration_ns, const char* name, const Step& step) {
    phase_ = name;
    report_progress(0.0);
    const std::int64_t start = HostClock::steady_ns();
    step();
    recording_->update([&](Recording& recording) {
      recording.phases.*duration_ns = HostClock::steady_ns() - start;
      recording.model_calls = caller_.calls();
    });
  }

  void report_progress(double done) const {
    if (options_.progress) options_.progress(phase_, done);
  }

  void analyse() {
    const HookOptions time_options{Instrumentation::kTime, options_.strict};
    timed_.emplace(module_, tree_, options_.model.method, time_options);
    naming_the_module([&] {
      const std::int64_t first_ns = caller_.call_baseline().latency_ns;
      recording_->update([&](Recording& recording) { recording.first_call_ns = first_ns; });
    });
    analyser_.emplace(module_, tree_, options_, caller_, *timed_, device_clock_.get(), *recording_);
    naming_the_module([&] { analyser_->record_values(); });
    report_progress(0.5);
    naming_the_module([&] { analyser_->record_operators(); });
  }

  /// The analysis made the first round; checking the hooks takes the last.
  void warm_up() {
    warm_up_.add_cold();
    while (!warm_up_.is_done()) {
      naming_the_module([&] {
        const std::int64_t baseline_ns = caller_.call_baseline().latency_ns;
        warm_up_.add(baseline_ns, caller_.call_hooked(*timed_, recorder_).latency_ns);
      });
      report_progress(warm_up_.progress());
    }
    if (device_clock_ && device_clock_->prepare_hold()) {
      queue_.emplace(caller_, *timed_, *device_clock_, tree_.modules().size(), *recording_);
    }
    if (warm_up_.has_last()) naming_the_module([&] { analyser_->check_hooks(); });
    analyser_.reset();
    if (options_.operators || options_.sources) {
      operators_.emplace(module_, tree_, options_, caller_, device_clock_.get(), *recording_);
      naming_the_module([&] { operators_->prepare(); });
    }
    if (options_.memory) measure_memory();
    recording_->update([&](Recording& recording) {
      recording.settings.warmup = warm_up_.rounds();
      if (warm_up_.is_settled()) return;
      recording.warnings.push_back(
          {"warmup_unsettled", "the calls were still getting faster when " +
                                   std::to_string(warm_up_.rounds()) +
                                   " calls had been made to warm up (--warmup N makes more)"});
    });
  }

  void measure_memory() {
    converter_.calibrate();
    MemoryRun run;
    naming_the_module(
        [&] { run = record_memory(caller_, module_, *timed_, inputs_, options_, converter_); });
    recording_->update([&](Recording& recording) {
      recording.memory = std::move(run);
      recording.sites = timed_->sites();
    });
  }

  void time_runs() {
    converter_.calibrate();
    const LoadMeter load;
    const std::int64_t start = HostClock::steady_ns();
    std::int64_t round = 0;
    for (double done = 0; done < 1.0;) {
      // The order changes every round, so that neither variant always runs in the other's wake.
      if (round % 2 == 0) {
        time_baseline();
        time_hooked();
        time_operators();
      } else {
        time_operators();
        time_hooked();
        time_baseline();
      }
      time_queued();
      ++round;
      recording_->update([&](Recording& recording) {
        done = plan_.progress(recording.baseline_ns, recording.hooked_ns,
                              HostClock::steady_ns() - start);
        recording.settings.runs = round;
        recording.model_calls = caller_.calls();
      });
      report_progress(std::min(done, 1.0));
    }
    recording_->update(
        [&](Recording& recording) { recording.load = load.read(recording.environment.threads); });
  }

  void call_at_once() {
    naming_the_module([&] {
      LoadedRuns runs = call_from_threads(module_, *timed_, tree_.modules().size(), inputs_,
                                          options_, caller_, converter_);
      caller_.add_calls(runs.calls);
      recording_->update([&](Recording& recording) {
        recording.loaded_runs = std::move(runs);
        recording.sites = timed_->sites();
      });
    });
  }

  void time_baseline() {
    naming_the_module([&] {
      const TimedCall call = caller_.call_baseline();
      recording_->update([&](Recording& recording) {
        recording.baseline_ns.push_back(call.latency_ns);
        if (device_clock_) recording.launch_ns.push_back(call.launch_ns);
      });
    });
  }

  void time_hooked() {
    TimedRun run;
    naming_the_module([&] { run.latency_ns = caller_.call_hooked(*timed_, recorder_).latency_ns; });
    run.spans = timed_spans(recorder_, converter_, device_clock_.get()).spans;
    if (!run.spans.empty()) launch_ns_ = run.spans.front().stop_ns;
    recording_->update([&](Recording& recording) {
      if (recording.sites.size() != timed_->site_count()) recording.sites = timed_->sites();
      keeper_.keep(std::move(run), recording);
    });
  }

  void time_operators() {
    if (operators_) naming_the_module([&] { operators_->time(converter_); });
  }

  void time_queued() {
    if (queue_) naming_the_module([&] { queue_->time(converter_, launch_ns_); });
  }

  void measure_machine() {
    std::vector<Dtype> dtypes;
    recording_->update([&](Recording& recording) { dtypes = dtypes_of(recording.operators); });
    MachinePeaks peaks =
        hookstat::measure_peaks(require_device(options_.device), device_clock_.get(), dtypes);
    recording_->update([&](Recording& recording) { recording.peaks = std::move(peaks); });
  }

  /// Runs `step`; what the model throws becomes a ModelError that says in which module.
  template <class Step>
  void naming_the_module(const Step& step) {
    try {
      step();
    } catch (const Error&) {
      throw;
    } catch (const std::exception& error) {
      throw model_error(error, find_place(),
                        describe_inputs(module_, options_.model.method, inputs_));
    }
  }

  /// Fails again with hooks on, to learn which module was entered last and never left. Whatever
  /// goes wrong here, the model's own error is what the user is told.
  std::string find_place() {
    RunRecorder recorder;
    try {
      caller_.call_hooked(*timed_, recorder);
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): the expected way
    }
    try {
      const HookedRun run = read_run(recorder.collect(), *timed_);
      return place_of_failure(run.paired, run.sites, tree_.modules());
    } catch (const std::exception&) {
      return {};
    }
  }

  const ProfileOptions& options_;
  RunPlan plan_;
  WarmUp warm_up_;
  ThreadCounts threads_;
  ModuleTree tree_;
  std::shared_ptr<DeviceClock> device_clock_;
  StateGuard state_;
  Caller caller_;
  RunRecorder recorder_;
  RunKeeper keeper_;
  torch::jit::Module& module_;
  const ModelInputs& inputs_;
  TickConverter converter_;
  std::shared_ptr<LiveRecording> recording_;
  std::optional<HookedModel> timed_;
  std::optional<Analyser> analyser_;
  std::optional<OperatorTimer> operators_;
  std::optional<QueueTimer> queue_;
  std::int64_t launch_ns_ = 0;  // of the last hooked call: its duration on the host
  std::optional<PinnedThreads> pinned_;
  std::string phase_;
};

}  // namespace

Recording measure(torch::jit::Module& module, const ModelInputs& inputs,
                  const ProfileOptions& options) {
  require_no_conflict_with_threads(options);
  const c10::InferenceMode inference(!options.grad);
  const c10::AutoGradMode grad(options.grad);
  const Autocast autocast(options.autocast, require_device(options.device).type());
  return Session(module, inputs, options).run();
}

}  // namespace hookstat
