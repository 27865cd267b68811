#include "export/comparison_writers.h"

#include "export/page.h"

namespace hookstat {
namespace {

constexpr ComparisonWriter kWriters[] = {
    {"table", "", "table for the terminal", exporting::comparison_table},
    {"markdown", ".md", "table for a pull request", exporting::comparison_markdown},
    {"html", ".html", "page for a browser", exporting::comparison_html, exporting::kPageMissing},
    {"json", ".json", "the whole comparison, for programs", exporting::comparison_json},
};

}  // namespace

std::span<const ComparisonWriter> comparison_writers() noexcept { return kWriters; }

}  // namespace hookstat
