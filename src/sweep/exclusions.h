// Cases that a plan leaves out.
#pragma once

#include <bitset>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
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
  std::optional<Values> inputs;  ///< any of names_of() each
  PerAxis<std::optional<Values>> axes;
};

constexpr std::size_t kMostExclusions = 1000;

/// Some of the exclusions of a plan, by their order.
using ExclusionSet = std::bitset<kMostExclusions>;

/// Which exclusions a value leaves possible; a case is covered by those that all of its values do.
/// Looks at each value once, however many cases have it. Refers to what it is made of. Not
/// thread-safe.
class ExclusionIndex {
 public:
  /// REQUIRES: kMostExclusions at most.
  explicit ExclusionIndex(const std::vector<Exclusion>& exclusions);

  [[nodiscard]] ExclusionSet with_model(const std::string& name) const;
  /// Null: for a case without inputs.
  [[nodiscard]] ExclusionSet with_input(const InputEntry* entry) const;
  /// Null: for a case without a value there.
  [[nodiscard]] const ExclusionSet& with_value(std::size_t axis, const std::string* value);

 private:
  const std::vector<Exclusion>& exclusions_;
  ExclusionSet of_any_input_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_input_;
  PerAxis<std::optional<ExclusionSet>> without_value_;
  PerAxis<std::unordered_map<std::string, ExclusionSet>> with_value_;
};

/// What stands behind the key `exclude`. Tells of keys and values that cannot be.
[[nodiscard]] std::vector<Exclusion> read_exclusions(const YamlPointer& node, Problems& problems);

/// Tells of keys and values that no model has.
void check_exclusions(const std::vector<Exclusion>& exclusions,
                      const std::vector<ModelSettings>& models, Problems& problems);

}  // namespace hookstat::sweep
