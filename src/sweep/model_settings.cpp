#include "sweep/model_settings.h"

#include <cstddef>

namespace hookstat::sweep {

std::vector<std::string_view> settings_keys() {
  std::vector<std::string_view> keys{"inputs"};
  for (const AxisRow& row : axis_table()) keys.push_back(row.name);
  keys.emplace_back("profile");
  return keys;
}

bool read_setting(const YamlEntry& entry, Settings& settings, const PlanPlace& place) {
  if (entry.key == "inputs") {
    settings.inputs = read_inputs(entry.value, place);
    return true;
  }
  if (entry.key == "profile") {
    settings.profile = read_profile(*entry.value, place);
    return true;
  }
  const auto axis = find_axis(entry.key);
  if (!axis) return false;
  settings.axes[*axis] = read_axis(axis_table()[*axis], entry.at, entry.value, place.problems);
  return true;
}

ModelSettings settings_of(const Model& model, const Settings& shared) {
  ModelSettings settings;
  settings.model = &model;
  const auto& inputs = model.own.inputs ? model.own.inputs : shared.inputs;
  if (inputs) settings.inputs = &*inputs;
  for (std::size_t axis = 0; axis < kAxisCount; ++axis) {
    const auto& values = model.own.axes[axis] ? model.own.axes[axis] : shared.axes[axis];
    if (values) settings.axes[axis] = &*values;
  }
  settings.profile = model.own.profile;
  settings.profile.insert(shared.profile.begin(), shared.profile.end());
  return settings;
}

}  // namespace hookstat::sweep
