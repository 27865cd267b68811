// The report of a sweep as text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "sweep/sweep_report.h"

namespace hookstat::sweep {

/// JSON of docs/sweep.schema.json, with a final newline. All of these are pure; thread-safe.
[[nodiscard]] std::string sweep_json(const SweepReport& report);
/// One row a case.
[[nodiscard]] std::string sweep_csv(const SweepReport& report);
/// For a terminal so wide; 0: as wide as it gets. Of the cases a hundred at most.
[[nodiscard]] std::string sweep_table(const SweepReport& report, std::size_t width, bool color);
/// For a pull request: failures, best settings, all cases, layers that stop scaling.
[[nodiscard]] std::string sweep_markdown(const SweepReport& report);
/// A page for a browser, in one file. Throws InputError where this build has none.
[[nodiscard]] std::string sweep_html(const SweepReport& report);

/// "ok", "failed", "crashed", "timeout", or "missing".
[[nodiscard]] std::string_view status_of(const SweepRow& row) noexcept;

}  // namespace hookstat::sweep
