#include "sample/sample_analysis.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <exception>
#include <utility>
#include <vector>

#include "measure/analysis.h"
#include "measure/describe.h"
#include "measure/operator_recorder.h"
#include "record/task.h"

namespace hookstat {

SampleAnalysis::SampleAnalysis(const torch::jit::Module& module, const ModuleTree& tree,
                               const std::string& method)
    : module_(module),
      method_(method),
      hooked_(module, tree, method, {Instrumentation::kValues, /*strict=*/false}) {}

c10::IValue SampleAnalysis::run(const ModelInputs& inputs, SampleDescription& description) const {
  RunRecorder recorder;
  OperatorRecorder operators(recorder);
  c10::IValue result = hooked_.run(recorder, inputs);
  try {
    std::vector<TaskEvents> tasks = recorder.collect_now();
    if (!std::ranges::all_of(tasks, &TaskEvents::ended)) {
      description.add_warning(
          "sample_incomplete",
          "the call whose shapes and costs these are returned while a task that "
          "it had forked was running: what that did is not in them");
    }
    const HookedRun run = read_run(std::move(tasks), hooked_);
    Recording sample;
    sample.module_calls = module_calls_of(run);
    sample.operators = attribute_operators(operators.take(), run, run);
    sample.denormals = denormals_of(sample.operators);
    sample.inputs = describe_inputs(module_, method_, inputs);
    // Values of a client's are nobody's business; shapes and types will do.
    for (InputDescription& input : sample.inputs) {
      if (!input.tensor) input.text = input.kind;
    }
    sample.settings.inference_mode = c10::InferenceMode::is_enabled();
    description.set_sample(std::move(sample));
  } catch (const std::exception& error) {
    description.add_warning("sample_lost", error.what());
  }
  return result;
}

}  // namespace hookstat
