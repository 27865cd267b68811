// One writer per format; exporters.cpp lists them.
#pragma once

#include <string>

#include "hookstat/exporters.h"

namespace hookstat::exporting {

/// The console table for people. Throws InputError for a sort key that there is none of.
[[nodiscard]] std::string write_table(const Report& report, const ExportOptions& options);

/// The reference report's two reStructuredText grid tables, and nothing else.
[[nodiscard]] std::string write_torchstat(const Report& report, const ExportOptions& options);

/// A page for a browser that needs nothing but itself. Throws InputError in a build without it.
[[nodiscard]] std::string write_html(const Report& report, const ExportOptions& options);

/// A summary in Markdown for a pull request: options.top modules (10 where it is 0) by options.sort
/// (their own time where it is empty), what else the report knows, the environment folded.
[[nodiscard]] std::string write_markdown(const Report& report, const ExportOptions& options);

/// One row per module, in registration order.
[[nodiscard]] std::string write_csv(const Report& report, const ExportOptions& options);

/// One row per module and operator.
[[nodiscard]] std::string write_operators_csv(const Report& report, const ExportOptions& options);

/// The timeline and the memory's, as trace events.
[[nodiscard]] std::string write_chrome_trace(const Report& report, const ExportOptions& options);

/// The timeline, the means, the operators and the memory at its peak, as speedscope's profiles.
[[nodiscard]] std::string write_speedscope(const Report& report, const ExportOptions& options);

/// Metrics. options.top bounds how many modules and operators have series of their own, those that
/// take longest; the others are added up.
[[nodiscard]] std::string write_prometheus(const Report& report, const ExportOptions& options);

}  // namespace hookstat::exporting
