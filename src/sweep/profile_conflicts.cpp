#include <algorithm>
#include <string>
#include <string_view>

#include "sweep/profile_settings.h"

namespace hookstat::sweep {
namespace {

/// Two options of which a case has one at most.
struct Conflict {
  std::string_view first;
  std::string_view second;
  bool second_above_one;  ///< only where the second is a number above 1
  std::string_view why;
};

constexpr Conflict kConflicts[] = {
    {"runs", "max-time", false, "one of them ends the runs"},
    {"min-time", "max-time", false, "one of them ends the runs"},
    {"freeze", "train", false, "only a model in evaluation mode can be frozen"},
    {"optimize-for-inference", "train", false, "only a model in evaluation mode can be frozen"},
    {"keep-partial", "processes", true, "there is no partial report of several processes"},
    {"pin", "concurrency", true, "pinning gives one thread's operators the cores"},
};

}  // namespace

void check_conflicts(const ProfileSettings& settings, Problems& problems) {
  for (const Conflict& conflict : kConflicts) {
    const ProfileSetting* const first = setting_in_force(settings, conflict.first);
    const ProfileSetting* const second = setting_in_force(settings, conflict.second);
    if (first == nullptr || second == nullptr) continue;
    if (conflict.second_above_one && second->number <= 1) continue;
    problems.add_aside(std::max(first->at, second->at), std::string("profile: ")
                                                            .append(conflict.first)
                                                            .append(" and ")
                                                            .append(conflict.second)
                                                            .append(" do not go together: ")
                                                            .append(conflict.why));
  }
}

}  // namespace hookstat::sweep
