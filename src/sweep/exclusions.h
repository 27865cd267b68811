// Cases that a plan leaves out.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sweep/model_settings.h"

namespace hookstat::sweep {

/// Where a case is on its axes.
struct Point {
  std::string model;
  PerAxis<const std::string*> values{};  ///< null: the case has no value there
};

/// One map under `exclude`.
struct Exclusion {
  /// The values of one key, any of which will do. Unset: whatever the case has.
  struct Values {
    Mark at;
    std::set<std::string> any_of;
  };
  Mark at;
  std::optional<Values> models;
  PerAxis<std::optional<Values>> axes;

  /// Whether all of its keys hold for the case.
  [[nodiscard]] bool covers(const Point& point) const;
};

/// What stands behind the key `exclude`. Tells of keys and values that cannot be.
[[nodiscard]] std::vector<Exclusion> read_exclusions(const YamlPointer& node, Problems& problems);

/// Tells of keys and values that no model has.
void check_exclusions(const std::vector<Exclusion>& exclusions,
                      const std::vector<ModelSettings>& models, Problems& problems);

}  // namespace hookstat::sweep
