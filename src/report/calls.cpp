#include "report/calls.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace hookstat::reporting {
namespace {

constexpr std::size_t kMostCallShapes = 16;

std::vector<TensorSummary> summaries_of(const std::vector<TensorInfo>& tensors) {
  std::vector<TensorSummary> result;
  result.reserve(tensors.size());
  for (const TensorInfo& tensor : tensors) result.push_back(summary_of(tensor));
  return result;
}

void count_call(ModuleReport& module, const std::string& method) {
  ++module.calls;
  const auto place = std::lower_bound(
      module.methods.begin(), module.methods.end(), method,
      [](const auto& counted, const std::string& name) { return counted.first < name; });
  if (place != module.methods.end() && place->first == method) {
    ++place->second;
  } else {
    module.methods.insert(place, {method, 1});
  }
}

void count_shapes(ModuleReport& module, const std::vector<TensorInfo>& inputs) {
  std::vector<Shape> shapes;
  shapes.reserve(inputs.size());
  for (const TensorInfo& input : inputs) shapes.push_back(input.sizes);
  const auto known = std::find_if(module.call_shapes.begin(), module.call_shapes.end(),
                                  [&](const CallShape& call) { return call.shapes == shapes; });
  if (known != module.call_shapes.end()) {
    ++known->count;
  } else if (module.call_shapes.size() < kMostCallShapes) {
    module.call_shapes.push_back({std::move(shapes), 1});
  }
}

void fill_from_analysis(const Recording& recording, std::vector<ModuleReport>& modules) {
  std::vector<const ModuleCall*> last(modules.size(), nullptr);
  for (const ModuleCall& call : recording.module_calls) {
    const auto module = static_cast<std::size_t>(call.module);
    count_call(modules[module], call.method);
    count_shapes(modules[module], call.inputs);
    last[module] = &call;
  }
  for (std::size_t i = 0; i < modules.size(); ++i) {
    if (!last[i]) continue;
    modules[i].inputs = summaries_of(last[i]->inputs);
    modules[i].outputs = summaries_of(last[i]->outputs);
  }
}

}  // namespace

TensorSummary summary_of(const TensorInfo& tensor) {
  return {std::string(dtype_name(tensor.dtype)), tensor.sizes, tensor.device};
}

void fill_calls(const Recording& recording, std::vector<ModuleReport>& modules) {
  if (!recording.module_calls.empty()) {
    fill_from_analysis(recording, modules);
    return;
  }
  if (!recording.kept_run) return;
  for (const CallSpan& span : recording.kept_run->run.spans) {
    if (span.fork_body) continue;
    const CallSite& site = recording.sites[static_cast<std::size_t>(span.site)];
    count_call(modules[static_cast<std::size_t>(site.module)], site.method);
  }
}

}  // namespace hookstat::reporting
