#include "report/fused_costs.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <numeric>
#include <utility>

#include "report/module_costs.h"

namespace hookstat::reporting {
namespace {

constexpr std::array kParts{&Cost::macs, &Cost::flops, &Cost::bytes_read, &Cost::bytes_written};

/// The part of `whole` that `count` of `of` are. They may be large: their product is none.
std::int64_t part(std::int64_t whole, std::int64_t count, std::int64_t of) {
  return whole / of * count + whole % of * count / of;
}

/// By operator: the groups that it ran in, with the number of its calls there.
using CallsInGroups = std::map<OperatorReport*, std::map<OperatorReport*, std::int64_t>>;

CallsInGroups calls_in_groups(const OperatorRuns& runs, const OperatorRows& rows) {
  CallsInGroups counts;
  for (std::size_t i = 1; i < runs.groups.size(); ++i) {
    if (runs.folded.calls[i] == 0) continue;
    OperatorReport* group = rows.find(runs.groups[i].module, runs.groups[i].name);
    for (const GroupMember& member : runs.groups[i].members) {
      OperatorReport* row = rows.find(member.module, member.name);
      if (row != nullptr && row != group) counts[row][group] += runs.folded.calls[i];
    }
  }
  return counts;
}

void move_costs(OperatorReport& row, const std::map<OperatorReport*, std::int64_t>& groups) {
  const std::int64_t in_groups =
      std::accumulate(groups.begin(), groups.end(), std::int64_t{0},
                      [](std::int64_t sum, const auto& group) { return sum + group.second; });
  const std::int64_t fused = std::min(in_groups, row.calls - row.timed_calls.value_or(0));
  if (fused <= 0) return;
  row.fused_calls = fused;
  const Cost whole = row.cost;
  for (const auto cost : kParts) {
    const std::int64_t moved = part(whole.*cost, fused, row.calls);
    std::int64_t calls_so_far = 0;
    std::int64_t moved_so_far = 0;
    for (const auto& [group, calls] : groups) {
      calls_so_far += calls;
      const std::int64_t up_to_here = part(moved, calls_so_far, in_groups);
      group->cost.*cost += up_to_here - moved_so_far;
      moved_so_far = up_to_here;
    }
    row.cost.*cost -= moved;
  }
  for (const auto& [group, calls] : groups) group->state = joined(group->state, row.state);
}

}  // namespace

void move_fused_costs(const OperatorRuns& runs, const OperatorRows& rows) {
  for (const auto& [row, groups] : calls_in_groups(runs, rows)) move_costs(*row, groups);
}

}  // namespace hookstat::reporting
