// What the table and the Markdown of a sweep have in common.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sweep/sweep_report.h"

namespace hookstat::sweep {

/// A column of the table of cases; behind the case's id and its status.
struct SweepColumn {
  std::string_view title;
  std::string (*text)(const SweepRow& row);  ///< printable; "-" where it is not known
  bool is_number = true;
};

/// Where the cheapest settings are shown that have one kind of cost.
struct CheapestSection {
  std::string_view title;
  std::string_view cost_title;  ///< of its column
  std::optional<double> CheapestSetting::*cost_s;
};

inline constexpr std::array<CheapestSection, 2> kCheapestSections{{
    {"Least core time an item", "core time/item", &CheapestSetting::core_seconds_per_item},
    {"Least device time an item", "device time/item", &CheapestSetting::device_seconds_per_item},
}};

/// Those that the report has values for. All of these are pure; thread-safe.
[[nodiscard]] std::vector<SweepColumn> sweep_columns(const SweepReport& report);

/// "18 cases: 15 ok, 2 failed, 1 timeout".
[[nodiscard]] std::string counts_text(const SweepReport& report);

/// Rows of cases that ran and did not end well.
[[nodiscard]] std::vector<const SweepRow*> failures_of(const SweepReport& report);

/// "crashed: signal 9: ...": how the case ended, and why.
[[nodiscard]] std::string failure_text(const SweepRow& row);

/// Of a scaling the modules that are worth a line: with one percent of the time, and at most so
/// many.
[[nodiscard]] std::vector<const ScalingModule*> shown_modules(const Scaling& scaling);

/// "12.3 ms".
[[nodiscard]] std::string seconds_text(double seconds);

/// "from 12.3 ms", the bound from which on the setting is the best.
[[nodiscard]] std::string bound_text(const BestSetting& setting);

/// "61.4": items a second, three digits.
[[nodiscard]] std::string rate_text(double items_per_second);

/// "1.94": how often as much as in the first case; "-" where that is not known.
[[nodiscard]] std::string gain_text(const std::optional<double>& gain);

}  // namespace hookstat::sweep
