// Made-up reports whose every value is fixed, times included.
#pragma once

#include <string>
#include <vector>

#include "hookstat/report.h"

namespace hookstat::testing {

/// A block of `count` equal samples.
[[nodiscard]] Statistics constant(double value, std::int64_t count = 20);

/// A leaf without cells that never ran, at the root; `path` as it is.
[[nodiscard]] ModuleReport leaf(const std::string& path, const std::string& class_name);

/// Two blocks, a shared and an unused module, an operator without a formula, warnings.
[[nodiscard]] Report small_report();

/// SSD300 from the reference report's table, shares of the time included; one run of 1 s.
[[nodiscard]] Report ssd300_report();

/// Leaves of the given names, each with the cells of a small Conv2d.
[[nodiscard]] Report report_of_names(const std::vector<std::string>& paths);

}  // namespace hookstat::testing
