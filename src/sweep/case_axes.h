// The axes of a sweep, as its report goes through them.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "sweep/plan.h"

namespace hookstat::sweep {

struct CaseAxis {
  std::string_view name;
  /// The case's value as text; empty where it has none.
  std::string (*value)(const Case& one);
};

/// In the order of the plan. Pure; thread-safe.
[[nodiscard]] const std::array<CaseAxis, 8>& case_axes() noexcept;

}  // namespace hookstat::sweep
