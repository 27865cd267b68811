#include <string>

#include "cli/arguments.h"
#include "cli/option_checks.h"

namespace hookstat::cli {

CLI::App* add_convert(CLI::App& app, ConvertArguments& arguments) {
  CLI::App* command = app.add_subcommand(
      "convert", "Write a saved report in other formats; needs neither model nor GPU");
  command->add_option("REPORT", arguments.report_file, "Report that profile -o FILE.json wrote")
      ->type_name("")
      ->required();
  add_report_options(*command, arguments.report);
  command->footer(formats_text() +
                  "\nExamples:\n"
                  "  hookstat convert report.json                 the table on standard output\n"
                  "  hookstat convert report.json -o report.rst   torchstat's tables as a file");
  return command;
}

}  // namespace hookstat::cli
