#include <fmt/format.h>

#include <array>

#include "export/csv.h"
#include "sweep/case_axes.h"
#include "sweep/sweep_texts.h"
#include "sweep/sweep_writers.h"

namespace hookstat::sweep {
namespace {

using Cell = std::string;

Cell cell(std::int64_t value) { return fmt::format("{}", value); }
Cell cell(double value) { return fmt::format("{}", value); }
Cell cell(const std::string& value) { return exporting::csv_text(value); }

template <class T>
Cell cell(const std::optional<T>& value) {
  return value ? cell(*value) : Cell();
}

/// Of cases that have it.
template <class T>
Cell measured(const SweepRow& row, T Measured::*value) {
  return row.measured ? cell((*row.measured).*value) : Cell();
}

Cell latency(const SweepRow& row, double Statistics::*value) {
  if (!row.measured || row.measured->latency_ns.count == 0) return {};
  return cell(row.measured->latency_ns.*value);
}

template <class T>
Cell result(const SweepRow& row, T CaseResult::*value) {
  return row.result ? cell((*row.result).*value) : Cell();
}

Cell place(const SweepRow& row, std::string CasePlace::*value) {
  return row.result ? cell(row.result->place.*value) : Cell();
}

Cell logical_cores(const SweepRow& row) {
  const bool is_known = row.measured && row.measured->kind.logical_cores > 0;
  return is_known ? cell(row.measured->kind.logical_cores) : Cell();
}

Cell libtorch_version(const SweepRow& row) {
  return row.measured ? cell(row.measured->kind.libtorch_version) : Cell();
}

Cell warnings(const SweepRow& row) {
  return row.measured ? cell(fmt::format("{}", fmt::join(row.measured->warnings, " "))) : Cell();
}

struct Column {
  std::string_view name;
  Cell (*of)(const SweepRow&);
};

using Row = const SweepRow&;

constexpr std::array<Column, 25> kColumns{{
    {"input_text", [](Row row) { return cell(row.settings.input_text); }},
    {"status", [](Row row) { return Cell(status_of(row)); }},
    {"message", [](Row row) { return result(row, &CaseResult::message); }},
    {"latency_median_ns", [](Row row) { return latency(row, &Statistics::median); }},
    {"latency_p90_ns", [](Row row) { return latency(row, &Statistics::p90); }},
    {"latency_p99_ns", [](Row row) { return latency(row, &Statistics::p99); }},
    {"items_per_second", [](Row row) { return measured(row, &Measured::items_per_second); }},
    {"flops_per_item", [](Row row) { return measured(row, &Measured::flops_per_item); }},
    {"core_seconds_per_item",
     [](Row row) { return measured(row, &Measured::core_seconds_per_item); }},
    {"device_seconds_per_item",
     [](Row row) { return measured(row, &Measured::device_seconds_per_item); }},
    {"price_per_million_items",
     [](Row row) { return measured(row, &Measured::price_per_million_items); }},
    {"peak_memory_bytes", [](Row row) { return measured(row, &Measured::peak_memory_bytes); }},
    {"actual_threads", [](Row row) { return measured(row, &Measured::threads); }},
    {"machine", [](Row row) { return measured(row, &Measured::machine); }},
    {"logical_cores", logical_cores},
    {"libtorch_version", libtorch_version},
    {"warnings", warnings},
    {"started", [](Row row) { return result(row, &CaseResult::started); }},
    {"seconds", [](Row row) { return result(row, &CaseResult::seconds); }},
    {"exit_code",
     [](Row row) { return row.result ? cell(std::int64_t{row.result->exit_code}) : Cell(); }},
    {"signal",
     [](Row row) { return row.result ? cell(std::int64_t{row.result->signal}) : Cell(); }},
    {"host", [](Row row) { return place(row, &CasePlace::host); }},
    {"job", [](Row row) { return place(row, &CasePlace::job); }},
    {"partition", [](Row row) { return place(row, &CasePlace::partition); }},
    {"node", [](Row row) { return place(row, &CasePlace::node); }},
}};

}  // namespace

std::string sweep_csv(const SweepReport& report) {
  std::string text = "id";
  for (const CaseAxis& axis : case_axes()) text.append(",").append(axis.name);
  for (const Column& column : kColumns) text.append(",").append(column.name);
  text += '\n';
  for (const SweepRow& row : report.rows) {
    text += exporting::csv_text(row.settings.id);
    for (const CaseAxis& axis : case_axes()) {
      text.append(",").append(exporting::csv_text(axis.value(row.settings)));
    }
    for (const Column& column : kColumns) text.append(",").append(column.of(row));
    text += '\n';
  }
  return text;
}

}  // namespace hookstat::sweep
