#include "export/operator_sums.h"

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

namespace hookstat::exporting {

std::vector<OperatorSum> sums_by_name(const Report& report) {
  std::map<std::string, OperatorSum> sums;
  for (const OperatorReport& op : report.operators) {
    if (!op.time_ns) continue;
    OperatorSum& sum = sums[op.name];
    sum.name = op.name;
    sum.calls += op.timed_calls.value_or(op.calls);
    sum.is_merged = sum.is_merged || op.timed_calls.value_or(op.calls) != op.calls;
    sum.flops += op.cost.flops;
    sum.is_uncounted = sum.is_uncounted || op.state == PriceState::kUncounted;
    sum.time_ns += *op.time_ns;
  }
  std::vector<OperatorSum> sorted;
  sorted.reserve(sums.size());
  for (auto& [name, sum] : sums) sorted.push_back(std::move(sum));
  std::ranges::stable_sort(sorted, std::ranges::greater(), &OperatorSum::time_ns);
  return sorted;
}

}  // namespace hookstat::exporting
