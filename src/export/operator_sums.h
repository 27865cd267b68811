// Operators by name alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
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

/// The first of them, and what the others have together: calls and time.
struct LongestOperators {
  std::vector<OperatorSum> shown;
  OperatorSum others;
  std::int64_t other_count = 0;
};

/// `most`: how many are shown.
[[nodiscard]] LongestOperators longest_operators(const Report& report, std::size_t most);

/// Calls `use` with each operator that was timed and the index of its module in the report; those
/// of a module that the report has not are left out.
void for_each_timed(const Report& report,
                    const std::function<void(std::size_t, const OperatorReport&)>& use);

}  // namespace hookstat::exporting
