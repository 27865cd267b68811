#include <algorithm>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/option_checks.h"
#include "hookstat/exporters.h"

namespace hookstat::cli {
std::string formats_text() {
  std::string text = "Formats:\n";
  for (const Exporter& exporter : exporters()) {
    std::string name(exporter.name);
    if (!exporter.extension.empty()) name.append("  (").append(exporter.extension).append(")");
    constexpr std::size_t kColumn = 34;
    name.resize(std::max(kColumn, name.size() + 2), ' ');
    text.append("  ").append(name).append(exporter.summary).append("\n");
  }
  return text;
}

void add_report_options(CLI::App& app, ReportArguments& report) {
  const std::string group = "Output";
  repeated(app, "-o,--output", report.outputs, "Write FILE too; its end picks the format")
      ->type_name("[FORMAT:]FILE")
      ->group(group);
  app.add_option("--format", report.format, "Format of standard output [table]")
      ->type_name("NAME")
      ->check(format_of(exporters()))
      ->group(group);
  std::vector<std::string> keys(sort_keys().begin(), sort_keys().end());
  app.add_option("--sort", report.layout.sort,
                 "Order of rows in table and markdown (without: as registered):\n" +
                     CLI::detail::join(keys, ", "))
      ->type_name("KEY")
      ->check(one_of(keys))
      ->group(group);
  app.add_option("--depth", report.layout.depth, "Deepest level of modules in table and markdown")
      ->type_name("N")
      ->check(at_least(0))
      ->group(group);
  app.add_option("--top", report.layout.top, "Show N rows only, in table, markdown and prometheus")
      ->type_name("N")
      ->check(at_least(1))
      ->group(group);
}

}  // namespace hookstat::cli
