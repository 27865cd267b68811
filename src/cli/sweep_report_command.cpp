#include <filesystem>
#include <string_view>
#include <system_error>

#include "cli/commands.h"
#include "cli/exit_codes.h"
#include "cli/output.h"
#include "cli/shell_word.h"
#include "cli/sweep_command.h"
#include "cli/terminal.h"
#include "core/write_whole.h"
#include "hookstat/error.h"
#include "sweep/build_sweep_report.h"
#include "sweep/sweep_writers.h"

namespace hookstat::cli {
namespace {

using sweep::SweepReport;

std::vector<FileFormat> formats() {
  return {{"table", ""},
          {"html", ".html", find_exporter("html")->missing},
          {"markdown", ".md"},
          {"csv", ".csv"},
          {"json", ".json"}};
}

std::string text_of(const SweepReport& report, std::string_view format,
                    const ExportOptions& layout) {
  if (format == "html") return sweep_html(report);
  if (format == "markdown") return sweep_markdown(report);
  if (format == "csv") return sweep_csv(report);
  if (format == "json") return sweep_json(report);
  return sweep_table(report, static_cast<std::size_t>(layout.width), layout.color);
}

std::string on_standard_output(const SweepReport& report, std::string_view format) {
  ExportOptions layout;
  fit_to_terminal(layout);
  return text_of(report, format, layout);
}

/// The folder; also of its sweep.json.
sweep::SweepFolder folder_of_sweep(const std::string& path) {
  const std::filesystem::path file(path);
  std::error_code error;
  if (file.filename() == "sweep.json" && std::filesystem::is_regular_file(file, error)) {
    return sweep::SweepFolder(folder_of(file));
  }
  return sweep::SweepFolder(path);
}

void check_format(const std::string& name) {
  for (const FileFormat& format : formats()) {
    if (format.name != name) continue;
    if (format.missing.empty()) return;
    throw InputError("--format " + name + ": " + std::string(format.missing));
  }
  throw InputError("--format " + name + ": expects table, html, markdown, csv or json");
}

}  // namespace

int run_sweep_collect(const SweepReportArguments& arguments) {
  const sweep::SweepFolder folder = folder_of_sweep(arguments.folder);
  const SweepReport report = build_sweep_report(folder, {});
  write_whole(folder.path() + "/sweep.json", sweep_json(report));
  write_standard_output(on_standard_output(report, "table"));
  std::size_t missing = 0;
  for (const sweep::SweepRow& row : report.rows) missing += row.result ? 0U : 1U;
  if (missing == 0) return 0;
  say("warning", std::to_string(missing) + " of " + std::to_string(report.rows.size()) +
                     " cases have no result; hookstat sweep " + shell_word(folder.path()) +
                     " runs what is left");
  return kLimitExceeded;
}

int run_sweep_report(const SweepReportArguments& arguments) {
  check_format(arguments.format);
  const std::vector<OutputFile> files = parse_outputs(arguments.outputs, formats());
  for (const OutputFile& file : files) check_writable(file);
  const SweepReport report =
      build_sweep_report(folder_of_sweep(arguments.folder), {arguments.price_per_hour});
  if (files.empty()) {
    write_standard_output(on_standard_output(report, arguments.format));
    return 0;
  }
  write_files(files, [&](const OutputFile& file) { return text_of(report, file.format, {}); });
  return 0;
}

}  // namespace hookstat::cli
