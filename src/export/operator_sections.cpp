#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "export/console_section.h"
#include "export/units.h"

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

/// All calls of one operator, wherever.
struct OperatorSum {
  std::string name;
  std::int64_t calls = 0;
  std::int64_t flops = 0;
  bool is_uncounted = false;
  double time_ns = 0;
};

/// Those that were timed, the longest first.
std::vector<OperatorSum> sums_by_name(const Report& report) {
  std::map<std::string, OperatorSum> sums;
  for (const OperatorReport& op : report.operators) {
    if (!op.time_ns) continue;
    OperatorSum& sum = sums[op.name];
    sum.name = op.name;
    sum.calls += op.calls;
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

std::string speed_of(const OperatorSum& sum) {
  if (sum.is_uncounted) return "uncounted";
  if (sum.flops == 0 || sum.time_ns <= 0) return {};
  constexpr double kNsPerSecond = 1e9;
  const double per_second = static_cast<double>(sum.flops) / sum.time_ns * kNsPerSecond;
  return gflops_text(per_second) + " GFLOP/s";
}

/// Each operator as the executor ran it: its time in a call of the model.
std::string timed_operators(const Report& report, const Page& page) {
  constexpr std::size_t kMost = 12;
  const OperatorTiming& timing = *report.operator_timing;
  const double whole_ns = timing.operators_ns + timing.between_ns;
  const auto share = [&](double ns) {
    return percent_text(whole_ns > 0 ? std::optional(100.0 * ns / whole_ns) : std::nullopt) + " %";
  };
  TextGrid grid = bare_grid({kName,
                             {"", Align::kRight, 2},
                             {"", Align::kRight, 0},
                             {"", Align::kRight, 1},
                             {"", Align::kRight, 3}},
                            kIndent);
  const std::vector<OperatorSum> sums = sums_by_name(report);
  double rest_ns = 0;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const OperatorSum& sum = sums[i];
    if (i >= kMost) {
      rest_ns += sum.time_ns;
      continue;
    }
    grid.rows.push_back({{printable(sum.name)},
                         {counted(sum.calls, "call")},
                         {duration_text(sum.time_ns)},
                         {share(sum.time_ns)},
                         {speed_of(sum)}});
  }
  if (sums.size() > kMost) {
    const auto others = static_cast<std::int64_t>(sums.size() - kMost);
    grid.rows.push_back(
        {{counted(others, "other operator")}, {}, {duration_text(rest_ns)}, {share(rest_ns)}, {}});
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

std::string by_line(const Report& report, const Page& page) {
  if (!report.sources || report.sources->empty()) return {};
  TextGrid grid = bare_grid(
      {kName, {"", Align::kRight, 1}, {"", Align::kRight, 0}, {"", Align::kLeft, 2}}, kIndent);
  grid.cut = Cut::kStart;
  for (const SourceReport& source : *report.sources) {
    grid.rows.push_back({{fmt::format("{}:{}", printable(source.file), source.line)},
                         {counted(source.calls, "operator call")},
                         {count_text(source.flops) + " FLOPs"},
                         {printable(source.text)}});
  }
  return heading("By line of code", page) + render(grid, page.width, page.color);
}

}  // namespace

std::string operator_lines(const Report& report, const Page& page) {
  const bool has_one_module = report.modules.size() == 1;
  std::string text;
  if (report.operator_timing) {
    text = timed_operators(report, page);
  } else if (has_one_module) {
    text = by_operator(report, page);
  }
  return has_one_module ? text + by_line(report, page) : text;
}

}  // namespace hookstat::exporting
