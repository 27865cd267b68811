// Operators by name alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hookstat/report.h"

namespace hookstat::exporting {

/// All calls of one operator, wherever they were added up.
struct OperatorSum {
  std::string name;
  std::int64_t calls = 0;
  std::int64_t flops = 0;
  bool is_uncounted = false;
  bool is_merged = false;  ///< the costs are of more calls than were timed
  double time_ns = 0;
};

/// REQUIRES: `op` was timed.
void add(OperatorSum& sum, const OperatorReport& op);

/// Percent of the time of operators and interpreter together; nullopt where there is none.
[[nodiscard]] std::optional<double> percent_of(const OperatorTiming& timing, double time_ns);

/// Those that were timed, the longest first.
[[nodiscard]] std::vector<OperatorSum> sums_by_name(const Report& report);

}  // namespace hookstat::exporting
