// The writers behind comparison_writers().
#pragma once

#include <string>

#include "hookstat/comparison_writers.h"

namespace hookstat::exporting {

[[nodiscard]] std::string comparison_table(const Comparison& comparison,
                                           const ComparisonOptions& options);
[[nodiscard]] std::string comparison_markdown(const Comparison& comparison,
                                              const ComparisonOptions& options);
/// Throws InputError in a build without the page.
[[nodiscard]] std::string comparison_html(const Comparison& comparison,
                                          const ComparisonOptions& options);
[[nodiscard]] std::string comparison_json(const Comparison& comparison,
                                          const ComparisonOptions& options);

}  // namespace hookstat::exporting
