// The columns of the console table's module part.
#pragma once

#include "export/module_rows.h"
#include "export/text_grid.h"

namespace hookstat::exporting {

/// One row per module shown, then what is left out, then the total (with the totals' parameters and
/// costs, which count every tensor once).
[[nodiscard]] TextGrid module_grid(const Report& report, const ModuleRows& rows);

/// FLOPs with a `+` where uncounted operators are missing from them.
[[nodiscard]] std::string flops_of(const Sums& sums);

/// The row's own time and GFLOP/s, of all that stands in it: with a `+` where uncounted operators
/// are missing from it.
[[nodiscard]] std::string own_time(const ModuleRow& row);
[[nodiscard]] std::string throughput(const ModuleRow& row);

/// The row's own time on the host.
[[nodiscard]] std::string launch_time(const ModuleRow& row);

/// " (+35) *" where others are added in; else nothing.
[[nodiscard]] std::string rest_text(const ModuleRow& row);

/// Text for the root is `(model)`; for others the path. Printable.
[[nodiscard]] std::string path_text(const ModuleReport& module);

}  // namespace hookstat::exporting
