// The options of each command, for CLI11. Parsing fills the arguments given here, which must
// outlive it.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/sweep_command.h"

namespace hookstat::cli {

CLI::App* add_profile(CLI::App& app, ProfileArguments& arguments);
CLI::App* add_inspect(CLI::App& app, InspectArguments& arguments);
CLI::App* add_compare(CLI::App& app, CompareArguments& arguments);
CLI::App* add_convert(CLI::App& app, ConvertArguments& arguments);
/// With `sweep collect` and `sweep report`, which share their arguments.
CLI::App* add_sweep(CLI::App& app, SweepArguments& arguments, SweepReportArguments& report);

/// The options that say what a method is called with.
void add_input_options(CLI::App& app, InputRequest& inputs);
/// --load-library, for every command that loads a model.
void add_library_option(CLI::App& app, std::vector<std::string>& libraries);

/// The options of every command that shows a report.
void add_report_options(CLI::App& app, ReportArguments& report);

/// The formats there are, for the end of a command's help.
[[nodiscard]] std::string formats_text();

}  // namespace hookstat::cli
