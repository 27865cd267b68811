#include "report/sources.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "hookstat/cost.h"
#include "report/operator_times.h"

namespace hookstat::reporting {
namespace {

/// One row a line, and behind them one for operators whose line is not known.
std::vector<SourceReport> rows_of(const std::vector<SourceLine>& lines) {
  std::vector<SourceReport> rows;
  rows.reserve(lines.size() + 1);
  for (const SourceLine& line : lines) {
    rows.push_back({line.file, line.line, line.function, line.text, line.scope, {}, {}, 0, 0});
  }
  rows.emplace_back();
  return rows;
}

SourceReport& row_at(std::vector<SourceReport>& rows, std::int32_t line) {
  return line < 0 ? rows.back() : rows.at(static_cast<std::size_t>(line));
}

void add_costs(const Recording& recording, const std::vector<PricedCall>& calls,
               std::vector<SourceReport>& rows) {
  for (const PricedCall& priced : calls) {
    SourceReport& row = row_at(rows, recording.operators.at(priced.index).source_line);
    ++row.calls;
    row.flops += priced.price.cost.flops;
  }
}

void add_times(const OperatorRuns& runs, std::vector<SourceReport>& rows) {
  const std::vector<double> means = mean_times(runs.folded);
  for (SourceReport& row : rows) row.time_ns = 0;
  for (std::size_t i = 1; i < runs.groups.size(); ++i) {
    SourceReport& row = row_at(rows, runs.groups[i].source_line);
    row.time_ns = *row.time_ns + means[i];
  }
}

}  // namespace

void fill_source_shares(const std::optional<OperatorTiming>& timing,
                        std::vector<SourceReport>& rows) {
  if (!timing) return;
  const double whole_ns = timing->operators_ns + timing->between_ns;
  for (SourceReport& row : rows) {
    row.time_percent.reset();
    if (row.time_ns && whole_ns > 0) row.time_percent = 100.0 * *row.time_ns / whole_ns;
  }
  std::ranges::stable_sort(rows, std::ranges::greater(),
                           [](const SourceReport& row) { return row.time_ns.value_or(0); });
}

std::optional<std::vector<SourceReport>> sources_of(const Recording& recording,
                                                    const std::vector<PricedCall>& calls,
                                                    const std::optional<OperatorTiming>& timing) {
  if (recording.source_lines.empty()) return std::nullopt;
  std::vector<SourceReport> rows = rows_of(recording.source_lines);
  add_costs(recording, calls, rows);
  if (timing) add_times(*recording.operator_runs, rows);
  std::erase_if(
      rows, [](const SourceReport& row) { return row.calls == 0 && row.time_ns.value_or(0) <= 0; });
  std::ranges::stable_sort(rows, std::ranges::greater(), &SourceReport::flops);
  fill_source_shares(timing, rows);
  return rows;
}

}  // namespace hookstat::reporting
