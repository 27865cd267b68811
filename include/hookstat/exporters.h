// The output formats: one table of name, file ending and writer. A writer sees only the Report.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "hookstat/api.h"
#include "hookstat/report.h"

namespace hookstat {

/// How the console table is laid out, and which modules Markdown and Prometheus show; the other
/// formats have them all.
struct ExportOptions {
  int width = 0;       ///< columns available to the table; 0: no limit
  bool color = false;  ///< ANSI escape sequences in the table
  std::string sort;    ///< one of sort_keys(); "" registration order, in Markdown by time
  int depth = -1;      ///< deepest level shown; -1: all
  int top = 0;         ///< rows shown at most; 0: all, in Markdown ten
};

/// An output format.
struct Exporter {
  std::string_view name;       ///< as in --format NAME and -o NAME:FILE
  std::string_view extension;  ///< "" where no file ending chooses it
  std::string_view summary;    ///< for --help
  /// The report as text, UTF-8. Throws InputError for a sort key that there is not, where modules
  /// are sorted, and where `missing` says why. Thread-safe.
  std::string (*write)(const Report&, const ExportOptions&);
  std::string_view missing = {};  ///< why this build cannot write it; empty where it can
};

/// All formats, in the order --help lists them. Of static storage. Thread-safe.
[[nodiscard]] HOOKSTAT_API std::span<const Exporter> exporters() noexcept;

/// What ExportOptions::sort may name: "time", "flops", "params", "calls", "roofline", "memory",
/// "launch", "idle", "path". Of static storage. Thread-safe.
[[nodiscard]] HOOKSTAT_API std::span<const std::string_view> sort_keys() noexcept;

/// The exporter called `name`, one of exporters(), or nullptr. Thread-safe.
[[nodiscard]] HOOKSTAT_API const Exporter* find_exporter(std::string_view name) noexcept;

/// The exporter whose extension ends `path` (the longest one that fits), or nullptr. Thread-safe.
[[nodiscard]] HOOKSTAT_API const Exporter* exporter_for_path(std::string_view path) noexcept;

}  // namespace hookstat
