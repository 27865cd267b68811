#include "sweep/input_uses.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "core/name_list.h"

namespace hookstat::sweep {
namespace {

bool says(const ModelSettings& model, std::size_t axis) {
  return model.inputs != nullptr &&
         std::ranges::any_of(*model.inputs,
                             [&](const InputEntry& entry) { return entry.uses[axis]; });
}

/// The axis given at one place, which models may share: whether an input makes use of it.
void check_axis_is_used(const std::vector<ModelSettings>& models, std::size_t axis,
                        Problems& problems) {
  std::map<Mark, bool> used;
  for (const ModelSettings& model : models) {
    const Axis* const given = model.axes[axis];
    if (given != nullptr) used[given->at] = used[given->at] || says(model, axis);
  }
  const std::string name(axis_table()[axis].name);
  const std::string why = name + ": no input says {" + name + "}";
  for (const auto& [at, is_used] : used) {
    if (!is_used) problems.add(at, why);
  }
}

void check_axis_is_there(const std::vector<ModelSettings>& models, std::size_t axis,
                         Problems& problems) {
  std::map<Mark, std::vector<std::string>> without;
  for (const ModelSettings& model : models) {
    if (model.axes[axis] != nullptr || model.inputs == nullptr) continue;
    for (const InputEntry& entry : *model.inputs) {
      if (entry.uses[axis]) without[entry.at].push_back(model.model->name);
    }
  }
  constexpr std::size_t kMostNames = 3;
  const std::string name(axis_table()[axis].name);
  const std::string advice = ": write '" + name + ": [1, 2]', for example";
  for (const auto& [at, names] : without) {
    std::string why = "inputs: {" + name;
    why.append("} has no values for ").append(first_names(names, kMostNames)).append(advice);
    problems.add(at, why);
  }
}

}  // namespace

void check_input_uses(const std::vector<ModelSettings>& models, Problems& problems) {
  for (std::size_t axis = 0; axis < kAxisCount; ++axis) {
    if (!axis_table()[axis].in_inputs) continue;
    check_axis_is_there(models, axis, problems);
    check_axis_is_used(models, axis, problems);
  }
}

void check_shared_uses(const Settings& shared, const std::vector<ModelSettings>& models,
                       Problems& problems) {
  const std::string why = ": every model has its own";
  const auto* const inputs = shared.inputs ? &*shared.inputs : nullptr;
  const auto has_inputs = [&](const ModelSettings& model) { return model.inputs == inputs; };
  if (inputs != nullptr && !inputs->empty() && std::ranges::none_of(models, has_inputs)) {
    problems.add_aside(inputs->front().at, "inputs" + why);
  }
  for (std::size_t axis = 0; axis < kAxisCount; ++axis) {
    if (!shared.axes[axis]) continue;
    const auto has = [&](const ModelSettings& model) {
      return model.axes[axis] == &*shared.axes[axis];
    };
    if (std::ranges::any_of(models, has)) continue;
    problems.add_aside(shared.axes[axis]->at, std::string(axis_table()[axis].name) + why);
  }
}

}  // namespace hookstat::sweep
