#include "measure/describe.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "core/utc_now.h"
#include "hookstat/clock.h"
#include "measure/environment.h"
#include "model/constants.h"
#include "model/graph_walk.h"

namespace hookstat {
namespace {

SettingsDescription settings_of(const ProfileOptions& options, const RunPlan& plan) {
  SettingsDescription settings;
  settings.method = options.model.method;
  settings.device = options.device;
  settings.operators = options.operators || options.sources;
  settings.sources = options.sources;
  settings.memory = options.memory;
  settings.concurrency = options.concurrency;
  settings.threads = options.threads;
  settings.interop_threads = options.interop_threads;
  settings.min_time_s = plan.min_time_s();
  settings.max_time_s = plan.max_time_s();
  settings.pin = options.pin;
  settings.seed = options.seed;
  settings.inference_mode = !options.grad;
  settings.strict = options.strict;
  settings.timeline = options.timeline;
  settings.timeout_s = options.timeout_s;
  settings.train = options.changes.train;
  if (options.changes.dtype) settings.dtype = std::string(dtype_name(*options.changes.dtype));
  if (options.autocast) settings.autocast = std::string(dtype_name(*options.autocast));
  settings.channels_last = options.changes.channels_last;
  settings.freeze = options.changes.freeze;
  settings.optimize_for_inference = options.changes.optimize_for_inference;
  return settings;
}

/// Operators that optimize_for_inference makes are called past the dispatcher: nobody sees them.
std::optional<Note> note_on_unseen(const torch::jit::Module& module, const std::string& method) {
  std::map<std::string, int> unseen;
  for_each_node(module.get_method(method).function(), [&](const torch::jit::Node& node) {
    if (!node.kind().is_prim()) return;
    const std::string kind = node.kind().toQualString();
    const auto has = [&](const char* part) { return kind.find(part) != std::string::npos; };
    if (has("mkldnn_") || has("MKLDNNHard") || has("MKLDNNLayer")) ++unseen[kind];
  });
  if (unseen.empty()) return std::nullopt;
  std::string names;
  for (const auto& [kind, count] : unseen) {
    names.append(names.empty() ? "" : ", ").append(kind);
    names.append(" x ").append(std::to_string(count));
  }
  return Note{
      "unseen_operators",
      "operators of oneDNN that no list has and no sum counts, because they are called past "
      "PyTorch's dispatcher: " +
          names};
}

std::vector<Note> notes_of(const torch::jit::Module& module, const ProfileOptions& options) {
  std::vector<Note> notes;
  if (auto note = note_on_unseen(module, options.model.method)) notes.push_back(std::move(*note));
  if (is_in_training(module) && !options.changes.train) {
    notes.push_back(
        {"training_mode", "the model was saved in training mode (no eval() before the export)"});
  }
  if (options.strict) {
    notes.push_back({"strict_executor",
                     "the hooked runs used the simple executor, the baseline did not: what "
                     "measuring adds holds their difference"});
  }
  return notes;
}

}  // namespace

Recording describe_model(const torch::jit::Module& module, const ModuleTree& tree,
                         const ModelDescription& model) {
  Recording recording;
  recording.created = utc_now();
  recording.model = model;
  const ConstantSum constants = constants_of(module, model.method);
  recording.model.constants = constants.elements;
  recording.model.constant_bytes = constants.bytes;
  recording.modules = tree.modules();
  recording.environment = describe_environment();
  return recording;
}

Recording describe(const torch::jit::Module& module, const ModuleTree& tree,
                   const ModelInputs& inputs, const ProfileOptions& options, const RunPlan& plan,
                   const DeviceClock* device_clock) {
  Recording recording = describe_model(module, tree, options.model);
  recording.inputs = describe_inputs(module, options.model.method, inputs);
  if (device_clock != nullptr) {
    recording.environment.device = device_clock->device();
    recording.environment.device_name = device_clock->device_name();
    recording.environment.device_details = device_clock->details();
  }
  recording.settings = settings_of(options, plan);
  recording.phases.load_ns = options.load_ns;
  if (options.process_start_ns > 0) {
    recording.phases.start_ns = HostClock::steady_ns() - options.process_start_ns - options.load_ns;
  }
  recording.warnings = notes_of(module, options);
  return recording;
}

}  // namespace hookstat
