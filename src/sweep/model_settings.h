// What a plan says for all of its models, and a model for itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sweep/axes.h"
#include "sweep/input_entries.h"
#include "sweep/profile_settings.h"

namespace hookstat::sweep {

/// The keys that the plan and each model may have; unset where it has not.
struct Settings {
  std::optional<std::vector<InputEntry>> inputs;
  PerAxis<std::optional<Axis>> axes;
  ProfileSettings profile;
};

/// Their names, for messages.
[[nodiscard]] std::vector<std::string_view> settings_keys();

/// Reads the entry into `settings`; false where its key is none of settings_keys().
bool read_setting(const YamlEntry& entry, Settings& settings, const PlanPlace& place);

/// A model as the plan names it.
struct Model {
  Mark at;
  std::string name;
  std::string file;  ///< from the working directory
  Settings own;
};

/// The settings that count for a model, which has its own before the plan's. Points into both.
struct ModelSettings {
  const Model* model = nullptr;
  const std::vector<InputEntry>* inputs = nullptr;  ///< null: the method is called without any
  PerAxis<const Axis*> axes{};                      ///< null: the axis is not of this model
  ProfileSettings profile;                          ///< of both, the model's before the plan's
};

[[nodiscard]] ModelSettings settings_of(const Model& model, const Settings& shared);

}  // namespace hookstat::sweep
