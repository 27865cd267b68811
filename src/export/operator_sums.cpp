#include "export/operator_sums.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>
#include <utility>

#include "hookstat/saturating.h"

namespace hookstat::exporting {

void add(OperatorSum& sum, const OperatorReport& op) {
  const std::int64_t calls = op.timed_calls.value_or(op.calls);
  sum.name = op.name;
  sum.calls = saturating_add(sum.calls, calls);
  sum.is_merged = sum.is_merged || calls != op.calls - op.fused_calls;
  sum.flops = saturating_add(sum.flops, op.cost.flops);
  sum.is_uncounted = sum.is_uncounted || op.state == PriceState::kUncounted;
  sum.time_ns += *op.time_ns;
}

std::optional<double> percent_of(const OperatorTiming& timing, double time_ns) {
  const double whole_ns = timing.operators_ns + timing.between_ns;
  return whole_ns > 0 ? std::optional(100.0 * time_ns / whole_ns) : std::nullopt;
}

std::vector<OperatorSum> sums_by_name(const Report& report) {
  std::map<std::string, OperatorSum> sums;
  for (const OperatorReport& op : report.operators) {
    if (op.time_ns) add(sums[op.name], op);
  }
  std::vector<OperatorSum> sorted;
  sorted.reserve(sums.size());
  for (auto& [name, sum] : sums) sorted.push_back(std::move(sum));
  std::ranges::stable_sort(sorted, std::ranges::greater(), &OperatorSum::time_ns);
  return sorted;
}

LongestOperators longest_operators(const Report& report, std::size_t most) {
  LongestOperators longest{sums_by_name(report), {}, 0};
  for (std::size_t i = most; i < longest.shown.size(); ++i) {
    const OperatorSum& sum = longest.shown[i];
    longest.others.calls = saturating_add(longest.others.calls, sum.calls);
    longest.others.time_ns += sum.time_ns;
    ++longest.other_count;
  }
  longest.shown.resize(std::min(most, longest.shown.size()));
  return longest;
}

void for_each_timed(const Report& report,
                    const std::function<void(std::size_t, const OperatorReport&)>& use) {
  std::map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < report.modules.size(); ++i) {
    places.emplace(report.modules[i].path, i);
  }
  for (const OperatorReport& op : report.operators) {
    const auto place = places.find(op.module);
    if (place != places.end() && op.time_ns) use(place->second, op);
  }
}

}  // namespace hookstat::exporting
