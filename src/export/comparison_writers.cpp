#include "export/comparison_writers.h"

namespace hookstat {
namespace {

constexpr ComparisonWriter kWriters[] = {
    {"table", "", "table for the terminal", exporting::comparison_table},
    {"markdown", ".md", "table for a pull request", exporting::comparison_markdown},
    {"json", ".json", "the whole comparison, for programs", exporting::comparison_json},
};

}  // namespace

std::span<const ComparisonWriter> comparison_writers() noexcept { return kWriters; }

}  // namespace hookstat
