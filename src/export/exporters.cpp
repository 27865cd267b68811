#include "hookstat/exporters.h"

#include <algorithm>

#include "export/by_ending.h"
#include "export/writers.h"

namespace hookstat {
namespace {

std::string write_json(const Report& report, const ExportOptions& /*options*/) {
  return report_to_json(report);
}

constexpr Exporter kExporters[] = {
    {"table", "", "table for the terminal", exporting::write_table},
    {"torchstat", ".rst", "torchstat's tables in reStructuredText", exporting::write_torchstat},
    {"json", ".json", "the whole report, for programs", write_json},
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
