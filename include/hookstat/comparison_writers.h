// A comparison as text.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "hookstat/api.h"
#include "hookstat/compare.h"

namespace hookstat {

/// How a comparison is laid out.
struct ComparisonOptions {
  int width = 0;       ///< columns of the table; 0: no limit
  bool color = false;  ///< ANSI escape sequences in the table
  int top = 10;        ///< modules in the table and in Markdown; 0: all
};

/// A format for comparisons.
struct ComparisonWriter {
  std::string_view name;       ///< as in --format
  std::string_view extension;  ///< "" where no file ending chooses it
  std::string_view summary;    ///< for --help
  /// The comparison as text, UTF-8. Throws InputError where `missing` says why. Thread-safe.
  std::string (*write)(const Comparison&, const ComparisonOptions&);
  std::string_view missing = {};  ///< why this build cannot write it; empty where it can
};

/// "table", "markdown" (.md), "html" (.html) and "json" (.json; docs/comparison.schema.json), as
/// --help lists them. Of static storage. Thread-safe.
[[nodiscard]] HOOKSTAT_API std::span<const ComparisonWriter> comparison_writers() noexcept;

}  // namespace hookstat
