#include <fmt/format.h>

#include <string>
#include <vector>

#include "export/display_text.h"
#include "export/rst_grid.h"
#include "export/units.h"
#include "export/writers.h"
#include "hookstat/saturating.h"

namespace hookstat::exporting {
namespace {

using Row = std::vector<std::string>;

// These counts are whole numbers that the original prints as floating point; as integers they stay
// exact beyond 2^53.
std::string plain(std::int64_t value) { return fmt::format("{}.0", value); }
std::string grouped(std::int64_t value) { return with_commas(value) + ".0"; }

std::string spaced(const Shape& shape) { return fmt::format("{}", fmt::join(shape, " ")); }

Row leaf_row(std::size_t number, const std::string& path, const TorchstatCells& cells) {
  return {fmt::format("{}", number),
          rst_text(printable_in_grid(path)),
          spaced(cells.input_shape),
          spaced(cells.output_shape),
          plain(cells.parameters),
          fmt::format("{:.2f}", cells.memory_mb),
          grouped(cells.madd),
          grouped(cells.flops),
          plain(cells.mem_read_bytes),
          plain(cells.mem_write_bytes),
          fmt::format("{:.2f}%", cells.duration_percent),
          plain(saturating_add(cells.mem_read_bytes, cells.mem_write_bytes))};
}

/// `parameters` is the column's sum, as the original has it: a tensor that two leaves share counts
/// twice here, and once in Totals::parameters.
Row total_row(const TorchstatTotals& totals, std::int64_t parameters) {
  return {"total",
          "",
          "",
          "",
          plain(parameters),
          fmt::format("{:.2f}", totals.memory_mb),
          grouped(totals.madd),
          grouped(totals.flops),
          plain(totals.mem_read_bytes),
          plain(totals.mem_write_bytes),
          "100.00%",
          plain(saturating_add(totals.mem_read_bytes, totals.mem_write_bytes))};
}

Row summary_row(const TorchstatTotals& totals, std::int64_t parameters) {
  return {
      with_commas(parameters), fmt::format("{:.2f}MB", totals.memory_mb),
      torchstat_total(totals.madd, 1000) + "MAdd", torchstat_total(totals.flops, 1000) + "Flops",
      torchstat_total(saturating_add(totals.mem_read_bytes, totals.mem_write_bytes), 1024) + "B"};
}

}  // namespace

std::string write_torchstat(const Report& report, const ExportOptions& /*options*/) {
  std::vector<Row> rows = {{"number", "module name", "input shape", "output shape", "params",
                            "memory(MB)", "MAdd", "Flops", "MemRead(B)", "MemWrite(B)",
                            "duration[%]", "MemR+W(B)"}};
  std::int64_t parameters = 0;
  for (const ModuleReport& module : report.modules) {
    if (!module.torchstat) continue;
    rows.push_back(leaf_row(rows.size() - 1, module.path, *module.torchstat));
    parameters = saturating_add(parameters, module.torchstat->parameters);
  }
  const TorchstatTotals& totals = report.totals.torchstat;
  rows.push_back(total_row(totals, parameters));
  const Row head = {"Total params", "Total memory", "Total MAdd", "Total FLOPs", "Total MemR+W"};
  return grid_table(rows) + "\n" + grid_table({head, summary_row(totals, parameters)});
}

}  // namespace hookstat::exporting
