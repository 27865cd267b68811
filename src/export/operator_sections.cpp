#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "export/console_section.h"
#include "export/operator_sums.h"
#include "export/units.h"
#include "hookstat/saturating.h"

namespace hookstat::exporting {
namespace {

std::string by_operator(const Report& report, const Page& page) {
  if (report.operators.empty()) return {};
  std::vector<const OperatorReport*> operators;
  operators.reserve(report.operators.size());
  for (const OperatorReport& op : report.operators) operators.push_back(&op);
  std::ranges::stable_sort(operators, std::ranges::greater(),
                           [](const OperatorReport* op) { return op->cost.flops; });
  TextGrid grid = bare_grid(
      {kName, {"", Align::kRight, 0}, {"", Align::kRight, 1}, {"", Align::kRight, 2}}, kIndent);
  for (const OperatorReport* op : operators) {
    const bool is_priced = op->state == PriceState::kPriced;
    const std::string state = op->state == PriceState::kFree ? "free" : "uncounted";
    grid.rows.push_back({{printable(op->name)},
                         {counted(op->calls, "call")},
                         {is_priced ? count_text(op->cost.macs) + " MACs" : ""},
                         {is_priced ? count_text(op->cost.flops) + " FLOPs" : state}});
  }
  return heading("By operator", page) + render(grid, page.width, page.color);
}

std::string speed_of(const OperatorSum& sum) {
  if (sum.is_uncounted) return "uncounted";
  if (sum.flops == 0 || sum.time_ns <= 0 || sum.is_merged) return {};
  constexpr double kNsPerSecond = 1e9;
  const double per_second = static_cast<double>(sum.flops) / sum.time_ns * kNsPerSecond;
  return gflops_text(per_second) + " GFLOP/s";
}

/// Each operator as the executor ran it: its time in a call of the model.
std::string timed_operators(const Report& report, const Page& page) {
  constexpr std::size_t kMost = 12;
  const OperatorTiming& timing = *report.operator_timing;
  const auto share = [&](double ns) { return percent_text(percent_of(timing, ns)) + " %"; };
  TextGrid grid = bare_grid({kName,
                             {"", Align::kRight, 2},
                             {"", Align::kRight, 0},
                             {"", Align::kRight, 1},
                             {"", Align::kRight, 3}},
                            kIndent);
  const LongestOperators longest = longest_operators(report, kMost);
  for (const OperatorSum& sum : longest.shown) {
    grid.rows.push_back({{printable(sum.name)},
                         {counted(sum.calls, "call")},
                         {duration_text(sum.time_ns)},
                         {share(sum.time_ns)},
                         {speed_of(sum)}});
  }
  if (longest.other_count > 0) {
    const double others_ns = longest.others.time_ns;
    grid.rows.push_back({{counted(longest.other_count, "other operator")},
                         {},
                         {duration_text(others_ns)},
                         {share(others_ns)},
                         {}});
  }
  grid.rows.push_back({{"between them: the interpreter"},
                       {},
                       {duration_text(timing.between_ns)},
                       {share(timing.between_ns)},
                       {}});
  return heading("By operator, as the executor ran them", page) +
         render(grid, page.width, page.color) +
         wrapped("  the marks add  ", overhead_text(timing.overhead, "operator call"), page.width);
}

/// The pairs of a module and an operator of its own code that take longest.
std::string timed_pairs(const Report& report, const Page& page) {
  constexpr std::size_t kMost = 12;
  std::vector<const OperatorReport*> pairs;
  for (const OperatorReport& op : report.operators) {
    if (op.time_ns) pairs.push_back(&op);
  }
  if (pairs.empty()) return {};
  std::ranges::stable_sort(pairs, std::ranges::greater(),
                           [](const OperatorReport* op) { return *op->time_ns; });
  pairs.resize(std::min(pairs.size(), kMost));
  TextGrid grid = bare_grid({kName,
                             {"", Align::kLeft, 0},
                             {"", Align::kRight, 2},
                             {"", Align::kRight, 0},
                             {"", Align::kRight, 1},
                             {"", Align::kRight, 3}},
                            kIndent);
  grid.cut = Cut::kStart;
  for (const OperatorReport* op : pairs) {
    OperatorSum sum;
    add(sum, *op);
    grid.rows.push_back({{op->module.empty() ? "(model)" : printable(op->module)},
                         {printable(sum.name)},
                         {counted(sum.calls, "call")},
                         {duration_text(sum.time_ns)},
                         {percent_text(percent_of(*report.operator_timing, sum.time_ns)) + " %"},
                         {speed_of(sum)}});
  }
  return heading("By module and operator", page) + render(grid, page.width, page.color);
}

constexpr std::size_t kMostLines = 15;

/// Makes one row of the last ones.
void add_up_others(std::vector<SourceReport>& rows, std::size_t others) {
  SourceReport sum;
  for (auto row = rows.end() - static_cast<std::ptrdiff_t>(others); row != rows.end(); ++row) {
    sum.calls = saturating_add(sum.calls, row->calls);
    sum.flops = saturating_add(sum.flops, row->flops);
    if (!row->time_ns) continue;
    sum.time_ns = sum.time_ns.value_or(0) + *row->time_ns;
    sum.time_percent = sum.time_percent.value_or(0) + row->time_percent.value_or(0);
  }
  rows.resize(rows.size() - others);
  rows.push_back(std::move(sum));
}

std::string place_of(const SourceReport& row) {
  const std::string place =
      row.file.empty() ? "(line not known)" : fmt::format("{}:{}", printable(row.file), row.line);
  return row.scope.empty() ? place : fmt::format("{} ({})", place, printable(row.scope));
}

std::string by_line(const Report& report, const Page& page) {
  if (!report.sources || report.sources->empty()) return {};
  TextGrid grid = bare_grid({kName,
                             {"", Align::kRight, 0},
                             {"", Align::kRight, 4},
                             {"", Align::kRight, 1},
                             {"", Align::kRight, 2},
                             {"", Align::kLeft, 3}},
                            kIndent);
  grid.cut = Cut::kStart;
  std::vector<SourceReport> rows = *report.sources;
  const std::size_t others = rows.size() > kMostLines ? rows.size() - kMostLines : 0;
  if (others > 0) add_up_others(rows, others);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const SourceReport& row = rows[i];
    const std::string share = percent_text(row.time_percent) + " %";
    const bool is_sum = others > 0 && i + 1 == rows.size();
    const auto count = static_cast<std::int64_t>(others);
    grid.rows.push_back({{is_sum ? counted(count, "other line") : place_of(row)},
                         {row.time_ns ? duration_text(*row.time_ns) : ""},
                         {row.time_ns ? share : ""},
                         {row.calls > 0 ? counted(row.calls, "operator call") : ""},
                         {row.flops > 0 ? count_text(row.flops) + " FLOPs" : ""},
                         {printable(row.text)}});
  }
  return heading("By line of code", page) + render(grid, page.width, page.color);
}

}  // namespace

std::string operator_lines(const Report& report, const Page& page) {
  const bool has_one_module = report.modules.size() == 1;
  std::string text;
  if (report.operator_timing) {
    text = timed_operators(report, page);
    if (!has_one_module) text += timed_pairs(report, page);
  } else if (has_one_module) {
    text = by_operator(report, page);
  }
  return has_one_module || report.settings.sources ? text + by_line(report, page) : text;
}

}  // namespace hookstat::exporting
