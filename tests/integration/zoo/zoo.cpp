#include "integration/zoo/zoo.h"

#include <ATen/Context.h>

#include "integration/zoo/values.h"

namespace hookstat::testing {

ModelInputs ZooModel::inputs() const {
  return read_inputs(module, expected.method, zoo_file(name + ".inputs.pt"));
}

ZooModel load_zoo_model(const std::string& name) {
  ZooModel model{name, read_expectation(name), load_model(zoo_file(name + ".pt")).module};
  if (model.expected.in_process == "freeze") model.module = torch::jit::freeze(model.module);
  if (model.expected.in_process == "optimise") {
    model.module = torch::jit::optimize_for_inference(model.module);
  }
  return model;
}

c10::IValue run_hooked(const HookedModel& hooked, const ZooModel& model, RunRecorder& recorder) {
  const ModelInputs inputs = model.inputs();
  at::manual_seed(0);
  return hooked.run(recorder, inputs);
}

c10::IValue run_plain(ZooModel& model) {
  const ModelInputs inputs = model.inputs();
  at::manual_seed(0);
  return call_method(model.module, model.expected.method, inputs);
}

std::vector<ZooCall> calls_of(const PairedRun& run, const HookedModel& hooked,
                              const std::vector<ModuleInfo>& modules) {
  const std::vector<CallSite> sites = hooked.sites();
  std::vector<ZooCall> calls;
  for (const CallSpan& span : run.spans) {
    const CallSite& site = sites.at(static_cast<std::size_t>(span.site));
    const std::string& path = modules.at(static_cast<std::size_t>(site.module)).path;
    calls.push_back({path, span.fork_body ? "fork" : site.method, span.parent, span.fork_body});
  }
  return calls;
}

}  // namespace hookstat::testing
