#include <fmt/format.h>

#include <algorithm>
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
  if (report.modules.size() != 1) return {};
  return by_operator(report, page) + by_line(report, page);
}

}  // namespace hookstat::exporting
