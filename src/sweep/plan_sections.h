// The sections of a plan file, each read by itself.
#pragma once

#include <optional>
#include <vector>

#include "sweep/exclusions.h"
#include "sweep/model_settings.h"

namespace hookstat::sweep {

/// What the file says, not yet multiplied.
struct PlanSections {
  Mark models_at;  ///< of the key `models`
  std::vector<Model> models;
  Settings shared;
  std::vector<Exclusion> exclusions;
  Mark exclude_at;  ///< of the key `exclude`
  std::optional<double> timeout_s;
  Mark timeout_at;  ///< of the key `timeout`
};

/// Tells of all that is wrong with a section by itself: keys, types, values, files, names. What is
/// wrong is left out.
[[nodiscard]] PlanSections read_sections(const YamlNode& root, const PlanPlace& place);

}  // namespace hookstat::sweep
