// Options of `hookstat profile` that stand under `profile`.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sweep/named_file.h"

namespace hookstat::sweep {

/// One option as the plan or the model has it.
struct ProfileSetting {
  Mark at;                         ///< of the key
  std::vector<std::string> words;  ///< of the command line: {"--runs=20"}; of a flag's false: none
  double number = 0;               ///< the value of a number; else 0
};

/// By the option's place in the table, which is their order on the command line.
/// Shared with the models that have nothing of their own there.
using ProfileSettings = std::map<std::size_t, std::shared_ptr<const ProfileSetting>>;

/// What stands behind the key `profile`. Tells of options that there are not or that the sweep sets
/// by itself, and of values that hookstat profile would refuse.
[[nodiscard]] ProfileSettings read_profile(const YamlNode& node, const PlanPlace& place);

/// The setting of the option with this name, where it is in force: given, and no flag's false. Null
/// otherwise. REQUIRES: there is such an option.
[[nodiscard]] const ProfileSetting* setting_in_force(const ProfileSettings& settings,
                                                     std::string_view option);

/// Tells of options that do not go together: those that hookstat profile refuses too.
void check_conflicts(const ProfileSettings& settings, Problems& problems);

}  // namespace hookstat::sweep
