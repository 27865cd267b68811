#include "hookstat/exporters.h"

#include <algorithm>

#include "export/by_ending.h"
#include "export/page.h"
#include "export/writers.h"

namespace hookstat {
namespace {

std::string write_json(const Report& report, const ExportOptions& /*options*/) {
  return report_to_json(report);
}

constexpr Exporter kExporters[] = {
    {"table", "", "table for the terminal", exporting::write_table},
    {"torchstat", ".rst", "torchstat's tables in reStructuredText", exporting::write_torchstat},
    {"html", ".html", "page for a browser, in one file", exporting::write_html,
     exporting::kPageMissing},
    {"markdown", ".md", "summary for a pull request", exporting::write_markdown},
    {"csv", ".csv", "one row per module, for spreadsheets", exporting::write_csv},
    {"operators-csv", ".operators.csv", "one row per module and operator",
     exporting::write_operators_csv},
    {"json", ".json", "the whole report, for programs", write_json},
    {"chrome-trace", ".trace.json", "timeline for Perfetto and chrome://tracing",
     exporting::write_chrome_trace},
    {"speedscope", ".speedscope.json", "timeline and means for speedscope",
     exporting::write_speedscope},
    {"prometheus", ".prom", "metrics for Prometheus's textfile collector",
     exporting::write_prometheus},
};

}  // namespace

std::span<const Exporter> exporters() noexcept { return kExporters; }

const Exporter* find_exporter(std::string_view name) noexcept {
  const auto* const found =
      std::ranges::find_if(kExporters, [&](const Exporter& e) { return e.name == name; });
  return found == std::end(kExporters) ? nullptr : found;
}

const Exporter* exporter_for_path(std::string_view path) noexcept {
  return exporting::by_ending(kExporters, path);
}

}  // namespace hookstat
