#include "cli/commands.h"
#include "cli/output.h"
#include "cli/report_file.h"
#include "cli/terminal.h"
#include "core/write_whole.h"

namespace hookstat::cli {
void run_convert(const ConvertArguments& arguments) {
  const std::vector<OutputFile> files = parse_outputs(arguments.report.outputs);
  for (const OutputFile& file : files) check_writable(file);
  const Report report = read_report(arguments.report_file);
  if (files.empty()) {
    ExportOptions layout = arguments.report.layout;
    fit_to_terminal(layout);
    write_standard_output(find_exporter(arguments.report.format)->write(report, layout));
    return;
  }
  write_files(files, files_of(report, arguments.report.layout));
}

}  // namespace hookstat::cli
