#include "measure/measure.h"

#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "hookstat/clock.h"
#include "hookstat/error.h"
#include "measure/analyser.h"
#include "measure/analysis.h"
#include "measure/caller.h"
#include "measure/describe.h"
#include "measure/event_clock.h"
#include "measure/failure.h"
#include "measure/run_plan.h"
#include "measure/state_guard.h"
#include "measure/threads.h"
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
        inputs_(inputs),
        recording_(options.live ? options.live : std::make_shared<LiveRecording>()) {}

  Recording run() {
    const Recording start = describe(module_, tree_, inputs_, options_, plan_, device_clock_.get());
    recording_->update([&](Recording& recording) { recording = start; });
    in_phase(&PhaseTimes::analysis_ns, "analysis", [&] { analyse(); });
    in_phase(&PhaseTimes::warmup_ns, "warm-up", [&] { warm_up(); });
    in_phase(&PhaseTimes::runs_ns, "runs", [&] { time_runs(); });
    return options_.live ? recording_->copy() : recording_->take();
  }

 private:
  static std::shared_ptr<DeviceClock> make_device_clock(const ProfileOptions& options) {
    if (options.device_clock) return options.device_clock;
    const c10::Device device = require_device(options.device);
    if (device.is_cpu()) return nullptr;
    return std::make_shared<EventClock>(device);
  }

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

  void warm_up() {
    const std::int64_t warmup = plan_.warmup();
    for (std::int64_t i = 1; i < warmup; ++i) {
      naming_the_module([&] {
        if (i + 1 == warmup) return analyser_->check_hooks();
        caller_.call_baseline();
        caller_.call_hooked(*timed_, recorder_);
      });
      report_progress(static_cast<double>(i) / static_cast<double>(warmup));
    }
    analyser_.reset();
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
      recording_->update([&](Recording& recording) {
        recording.settings.runs = round;
        recording.model_calls = caller_.calls();
      });
    }
  }

  void time_baseline() {
    naming_the_module([&] {
      const std::int64_t ns = caller_.call_baseline().latency_ns;
      recording_->update([&](Recording& recording) { recording.baseline_ns.push_back(ns); });
    });
  }

  void time_hooked() {
    TimedRun run;
    naming_the_module([&] { run.latency_ns = caller_.call_hooked(*timed_, recorder_).latency_ns; });
    if (device_clock_ && device_clock_->lost() > 0) {
      throw InternalError("the device's event pool was too small for a run");
    }
    const auto tasks = recorder_.collect();
    run.spans = pair_events(tasks, converter_, device_clock_.get()).spans;
    reserve_events(device_clock_.get(), tasks);
    recorded_spans_ += run.spans.size();
    recording_->update([&](Recording& recording) {
      if (recording.sites.size() != timed_->site_count()) recording.sites = timed_->sites();
      recording.runs.push_back(std::move(run));
    });
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
      const HookedRun run = read_run(recorder, *timed_);
      return place_of_failure(run.paired, run.sites, tree_.modules());
    } catch (const std::exception&) {
      return {};
    }
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
  std::shared_ptr<LiveRecording> recording_;
  std::optional<HookedModel> timed_;
  std::optional<Analyser> analyser_;
  std::string phase_;
  std::size_t recorded_spans_ = 0;
};

}  // namespace

Recording measure(torch::jit::Module& module, const ModelInputs& inputs,
                  const ProfileOptions& options) {
  const c10::InferenceMode inference(!options.grad);
  const c10::AutoGradMode grad(options.grad);
  return Session(module, inputs, options).run();
}

}  // namespace hookstat
