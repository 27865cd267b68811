// Which settings of a work are the best ones, and which the cheapest.
#pragma once

#include <string>
#include <vector>

#include "sweep/input_texts.h"
#include "sweep/plan.h"
#include "sweep/sweep_report.h"

namespace hookstat::sweep {

/// What an item of the case is, apart from settings that only change its speed: "bert, encode,
/// resolution 128". Pure; thread-safe.
[[nodiscard]] std::string work_of(const Case& one, const InputTexts& inputs);

/// The rows that no other beats, see BestSetting: by work in the plan's order, rising in latency
/// and in items a second. Of those, one is left out whose items a second are not measurably more
/// than those of the one before it; and of what stays, one whose 95 % interval of the latency has
/// anything in common with that of a later one that stays: it is not measurably quicker. Without
/// intervals the medians decide. Pure; thread-safe.
[[nodiscard]] std::vector<BestSetting> best_settings(const std::vector<SweepRow>& rows);

/// Of each work the row with the least core time an item, and that with the least device time; the
/// first of several. Pure; thread-safe.
[[nodiscard]] std::vector<CheapestSetting> cheapest_settings(const std::vector<SweepRow>& rows);

}  // namespace hookstat::sweep
