#include "sweep/sweep_texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "export/display_text.h"
#include "export/units.h"
#include "sweep/sweep_writers.h"

namespace hookstat::sweep {
namespace {

using exporting::kUnknown;

constexpr double kNsPerSecond = 1e9;

using Row = const SweepRow&;

std::string unknown() { return std::string(kUnknown); }

std::string latency(Row row, double Statistics::*value) {
  if (!row.measured || row.measured->latency_ns.count == 0) return unknown();
  return exporting::duration_text(row.measured->latency_ns.*value);
}

std::string warnings(Row row) {
  if (!row.measured) return unknown();
  return exporting::printable(fmt::format("{}", fmt::join(row.measured->warnings, ", ")));
}

bool has_warnings(Row row) { return row.measured && !row.measured->warnings.empty(); }

/// A column that is shown where some case has a value.
struct Optional {
  SweepColumn column;
  bool (*has)(Row row);
};

template <auto member>
bool has(Row row) {
  return row.measured && ((*row.measured).*member).has_value();
}

template <auto member, auto text>
constexpr Optional optional_column(std::string_view title) {
  const auto shown = [](Row row) {
    return has<member>(row) ? text(*((*row.measured).*member)) : unknown();
  };
  return {{title, shown}, &has<member>};
}

constexpr std::array<Optional, 6> kOptionalColumns{
    optional_column<&Measured::flops_per_item, &exporting::count_text>("FLOPs/item"),
    optional_column<&Measured::core_seconds_per_item, &seconds_text>("core time/item"),
    optional_column<&Measured::device_seconds_per_item, &seconds_text>("device time/item"),
    optional_column<&Measured::price_per_million_items, &exporting::number_text>("price/million"),
    optional_column<&Measured::peak_memory_bytes, &exporting::bytes_text>("peak memory"),
    Optional{{"warnings", &warnings, false}, &has_warnings},
};

}  // namespace

std::vector<SweepColumn> sweep_columns(const SweepReport& report) {
  std::vector<SweepColumn> columns{
      {"latency", [](Row row) { return latency(row, &Statistics::median); }},
      {"p99", [](Row row) { return latency(row, &Statistics::p99); }},
      {"items/s",
       [](Row row) {
         return row.measured ? rate_text(row.measured->items_per_second) : unknown();
       }},
  };
  for (const Optional& optional : kOptionalColumns) {
    if (std::ranges::any_of(report.rows, optional.has)) columns.push_back(optional.column);
  }
  return columns;
}

std::string counts_text(const SweepReport& report) {
  std::map<std::string_view, std::int64_t> counts;
  for (const SweepRow& row : report.rows) ++counts[status_of(row)];
  std::string text =
      exporting::counted(static_cast<std::int64_t>(report.rows.size()), "case") + ":";
  const char* comma = " ";
  for (const std::string_view status : {"ok", "failed", "crashed", "timeout", "missing"}) {
    if (!counts.contains(status)) continue;
    text += fmt::format("{}{} {}", comma, counts[status], status);
    comma = ", ";
  }
  return text;
}

std::vector<const SweepRow*> failures_of(const SweepReport& report) {
  std::vector<const SweepRow*> failures;
  for (const SweepRow& row : report.rows) {
    if (row.result && row.result->status != CaseStatus::kOk) failures.push_back(&row);
  }
  return failures;
}

std::string failure_text(const SweepRow& row) {
  return fmt::format("{}: {}", status_of(row), row.result ? row.result->message : std::string());
}

std::vector<const ScalingModule*> shown_modules(const Scaling& scaling) {
  constexpr std::size_t kMost = 10;
  std::vector<const ScalingModule*> shown;
  for (const ScalingModule& module : scaling.modules) {
    if (module.percent.value_or(0) >= 1 && shown.size() < kMost) shown.push_back(&module);
  }
  return shown;
}

std::string seconds_text(double seconds) {
  return exporting::duration_text(seconds * kNsPerSecond);
}

std::string bound_text(const BestSetting& setting) {
  return "from " + exporting::duration_text(setting.latency_ns);
}

std::string rate_text(double items_per_second) {
  constexpr double kMany = 1000;
  if (items_per_second >= kMany) return exporting::with_commas(std::llround(items_per_second));
  return exporting::number_text(items_per_second);
}

std::string gain_text(const std::optional<double>& gain) {
  return gain ? exporting::fixed_text(*gain, 2) : unknown();
}

}  // namespace hookstat::sweep
