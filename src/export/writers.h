// One writer per format; exporters.cpp lists them.
#pragma once

#include <string>

#include "hookstat/exporters.h"

namespace hookstat::exporting {

/// The console table for people. Throws InputError for a sort key that there is none of.
[[nodiscard]] std::string write_table(const Report& report, const ExportOptions& options);

/// The reference report's two reStructuredText grid tables, and nothing else.
[[nodiscard]] std::string write_torchstat(const Report& report, const ExportOptions& options);

}  // namespace hookstat::exporting
