#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_codes.h"
#include "cli/output.h"
#include "cli/report_file.h"
#include "cli/terminal.h"
#include "hookstat/compare.h"
#include "hookstat/comparison_writers.h"
#include "hookstat/error.h"
#include "report/text.h"

namespace hookstat::cli {
namespace {

std::vector<NamedReport> read_side(const std::vector<std::string>& files) {
  std::vector<NamedReport> reports;
  std::set<std::filesystem::path> seen;
  for (const std::string& file : files) {
    std::error_code error;
    // Twice the same number would pass for agreement.
    if (!seen.insert(std::filesystem::weakly_canonical(file, error)).second) {
      throw InputError(file + ": is named twice on one side");
    }
    reports.push_back({file, read_report(file)});
  }
  return reports;
}

const ComparisonWriter& writer_called(std::string_view name) {
  return *std::ranges::find(comparison_writers(), name, &ComparisonWriter::name);
}

std::vector<FileFormat> comparison_formats() {
  std::vector<FileFormat> formats;
  for (const ComparisonWriter& writer : comparison_writers()) {
    formats.push_back({writer.name, writer.extension, writer.missing});
  }
  return formats;
}

/// Whether it is clearly slower, and by more than the limit; then it says so.
bool is_exceeded(const std::string& what, const TimeChange& change, Verdict verdict,
                 std::optional<double> limit_percent) {
  if (!limit_percent || verdict != Verdict::kSlower || *change.percent <= *limit_percent) {
    return false;
  }
  say("limit exceeded", what + " took " + reporting::percent(*change.percent) +
                            " more (the limit is " + reporting::percent(*limit_percent) + ")");
  return true;
}

int hold_against(const CompareArguments& arguments, const Comparison& comparison) {
  bool exceeded = is_exceeded("a call of the model", comparison.latency, comparison.latency_verdict,
                              arguments.latency_limit_percent);
  for (const ModuleChange& module : comparison.modules) {
    const TimeChange& change = module.only_relative ? module.relative : module.own;
    const std::string name = module.path.empty() ? "the model's own code" : module.path;
    if (is_exceeded(name, change, module.verdict, arguments.module_limit_percent)) exceeded = true;
  }
  return exceeded ? kLimitExceeded : 0;
}

}  // namespace

int run_compare(const CompareArguments& arguments) {
  const std::vector<OutputFile> files = parse_outputs(arguments.outputs, comparison_formats());
  for (const OutputFile& file : files) {
    for (const auto* inputs : {&arguments.base_files, &arguments.new_files}) {
      for (const std::string& input : *inputs) check_not_input(file, input);
    }
    check_writable(file);
  }
  const std::vector<NamedReport> base_side = read_side(arguments.base_files);
  const std::vector<NamedReport> new_side = read_side(arguments.new_files);
  const Comparison comparison = compare(base_side, new_side, {arguments.force});

  ExportOptions terminal;
  fit_to_terminal(terminal);
  const ComparisonOptions layout{terminal.width, terminal.color, arguments.top};
  const bool shows_warnings = arguments.format == "table" && standard_output_is_terminal();
  for (const Note& note : comparison.warnings) {
    if (!shows_warnings) say("warning", note.message + " [" + note.code + "]");
  }
  write_outputs(
      files,
      [&](const OutputFile& file) {
        return writer_called(file.format).write(comparison, {0, false, arguments.top});
      },
      [&] { return writer_called(arguments.format).write(comparison, layout); });
  return hold_against(arguments, comparison);
}

}  // namespace hookstat::cli
