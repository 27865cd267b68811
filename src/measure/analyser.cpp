#include "measure/analyser.h"

#include <optional>
#include <utility>

#include "measure/event_clock.h"
#include "measure/hook_check.h"
#include "measure/operator_recorder.h"
#include "measure/output_comparison.h"

namespace hookstat {

Analyser::Analyser(torch::jit::Module& module, const ModuleTree& tree,
                   const ProfileOptions& options, Caller& caller, const HookedModel& timed,
                   DeviceClock* device_clock, LiveRecording& recording)
    : module_(module),
      tree_(tree),
      options_(options),
      caller_(caller),
      timed_(timed),
      device_clock_(device_clock),
      recording_(recording),
      state_(module) {}

void Analyser::record_values() {
  const HookedModel hooked = instrumented(Instrumentation::kValues);
  RunRecorder recorder;
  call_from_one_state(hooked, recorder);
  values_run_ = read_run(recorder.collect(), hooked);
  recording_.update(
      [&](Recording& recording) { recording.module_calls = module_calls_of(values_run_); });
}

void Analyser::record_operators() {
  operators_ = call_recording_operators(timed_).operators;
  recording_.update([&](Recording& recording) {
    recording.operators = operators_;
    recording.denormals = denormals_of(operators_);
    recording.sites = timed_.sites();
  });
  // Where no modules tell the operators apart, lines of code do.
  if (options_.sources || tree_.modules().size() == 1) record_lines();
}

void Analyser::record_lines() {
  const HookedModel lines = instrumented(Instrumentation::kLines);
  std::vector<OpCall> operators = call_recording_operators(lines).operators;
  recording_.update([&](Recording& recording) {
    recording.operators = std::move(operators);
    recording.source_lines = lines.source_lines();
  });
}

void Analyser::check_hooks() {
  state_.restore();
  const std::optional<c10::IValue> plain = copy_of(caller_.call_baseline().outputs);
  const RecordedCall hooked = call_recording_operators(timed_);
  std::optional<OutputComparison> outputs;
  if (plain) outputs = compare_outputs(*plain, hooked.outputs);
  const auto groups = executor_groups(module_, options_.model.method);
  recording_.update([&](Recording& recording) {
    recording.outputs = outputs;
    const auto add = [&](std::optional<Note> note) {
      if (note) recording.warnings.push_back(std::move(*note));
    };
    if (outputs) add(note_on_outputs(*outputs));
    if (options_.strict) return;
    add(note_on_groups(groups, timed_.executor_groups()));
    add(note_on_products(operators_, hooked.operators, tree_.modules()));
  });
}

Analyser::RecordedCall Analyser::call_recording_operators(const HookedModel& hooked) {
  RecordedCall call;
  RunRecorder recorder;
  OperatorRecorder operator_recorder(recorder);
  call.outputs = call_from_one_state(hooked, recorder).outputs;
  const HookedRun run = read_run(recorder.collect(), hooked);
  reserve_events(device_clock_, run.tasks);
  call.operators = attribute_operators(operator_recorder.take(), run, values_run_);
  return call;
}

TimedCall Analyser::call_from_one_state(const HookedModel& hooked, RunRecorder& recorder) {
  state_.restore();
  return caller_.call_hooked(hooked, recorder);
}

HookedModel Analyser::instrumented(Instrumentation instrumentation) const {
  return {module_, tree_, options_.model.method, {instrumentation, options_.strict}};
}

}  // namespace hookstat
