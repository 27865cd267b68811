// A comparison as text.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "hookstat/api.h"
#include "hookstat/compare.h"

namespace hookstat {

struct ComparisonOptions {
  int width = 0;  ///< columns of the table; 0: no limit
  bool color = false;
  int top = 10;  ///< modules in the table and in Markdown; 0: all
};

struct ComparisonWriter {
  std::string_view name;       ///< as in --format
  std::string_view extension;  ///< "" where no file ending chooses it
  std::string_view summary;    ///< for --help
  std::string (*write)(const Comparison&, const ComparisonOptions&);
  std::string_view missing = {};  ///< why this build cannot write it; empty where it can
};

/// "table", "markdown" (.md), "html" (.html) and "json" (.json; docs/comparison.schema.json), as
/// --help lists them.
[[nodiscard]] HOOKSTAT_API std::span<const ComparisonWriter> comparison_writers() noexcept;

}  // namespace hookstat
