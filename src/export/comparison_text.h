// Words and numbers that every form of a comparison uses.
#pragma once

#include <string>
#include <vector>

#include "hookstat/compare.h"

namespace hookstat::exporting {

/// "+10.2 %"; "-" where it is unknown.
[[nodiscard]] std::string change_text(const std::optional<double>& percent);
/// "+8.5 % to +11.9 %"; empty where it is unknown.
[[nodiscard]] std::string interval_text(const TimeChange& change);
/// "slower", "no clear change", "slower than the rest" ...
[[nodiscard]] std::string verdict_text(Verdict verdict, bool only_relative = false);
/// The change that the verdict is about.
[[nodiscard]] const TimeChange& judged(const ModuleChange& change);
/// "vgg.0", "vgg.0 (was body.0)", "(model)".
[[nodiscard]] std::string path_text(const ModuleChange& change);
/// "1 process", "5 processes".
[[nodiscard]] std::string processes_text(std::int64_t count);
/// Modules that took time, at most `top` (0: all).
[[nodiscard]] std::vector<const ModuleChange*> shown_modules(const Comparison& comparison, int top);

}  // namespace hookstat::exporting
