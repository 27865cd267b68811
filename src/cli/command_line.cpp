#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>

#include "cli/commands.h"
#include "hookstat/error.h"
#include "hookstat/exporters.h"
#include "hookstat/profile_file.h"
#include "hookstat/version.h"

namespace hookstat::cli {
namespace {

constexpr int kBadUsage = 2;
constexpr int kOwnFault = 4;

std::vector<std::string> format_names() {
  std::vector<std::string> names;
  for (const Exporter& exporter : exporters()) names.emplace_back(exporter.name);
  return names;
}

std::string formats_text() {
  std::string text = "Formats:\n";
  for (const Exporter& exporter : exporters()) {
    std::string name(exporter.name);
    if (!exporter.extension.empty()) name.append("  (").append(exporter.extension).append(")");
    constexpr std::size_t kColumn = 28;
    name.resize(std::max(kColumn, name.size() + 2), ' ');
    text.append("  ").append(name).append(exporter.summary).append("\n");
  }
  return text;
}

/// An option that takes one value each time it is given.
template <class T>
CLI::Option* repeated(CLI::App& app, const std::string& name, T& value, const std::string& text) {
  return app.add_option(name, value, text)->expected(1)->multi_option_policy(
      CLI::MultiOptionPolicy::TakeAll);
}

void add_report_options(CLI::App& app, ReportArguments& report) {
  const std::string group = "Output";
  repeated(app, "-o,--output", report.outputs, "Write FILE too; its end picks the format")
      ->type_name("[FORMAT:]FILE")
      ->group(group);
  app.add_option("--format", report.format, "Format of standard output")
      ->type_name("NAME")
      ->check(CLI::IsMember(format_names()))
      ->capture_default_str()
      ->group(group);
  std::vector<std::string> keys(sort_keys().begin(), sort_keys().end());
  app.add_option("--sort", report.layout.sort,
                 "Order of the table's rows: " + CLI::detail::join(keys, ", ") +
                     "; else as registered")
      ->type_name("KEY")
      ->check(CLI::IsMember(keys))
      ->group(group);
  app.add_option("--depth", report.layout.depth, "Deepest level of modules in the table")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber)
      ->group(group);
  app.add_option("--top", report.layout.top, "Show the table's first N rows only")
      ->type_name("N")
      ->check(CLI::PositiveNumber)
      ->group(group);
}

void add_measurement_options(CLI::App& app, ProfileOptions& options) {
  const std::string group = "Measurement";
  app.add_option("--device", options.device, "cpu, cuda or cuda:N")
      ->type_name("DEVICE")
      ->capture_default_str()
      ->group(group);
  app.add_option("--threads", options.threads, "Threads for one operator; LibTorch's choice without")
      ->type_name("N")
      ->check(CLI::Range(1, 4096))
      ->group(group);
  app.add_option("--interop-threads", options.interop_threads, "Threads for forked tasks, likewise")
      ->type_name("N")
      ->check(CLI::Range(1, 4096))
      ->group(group);
  app.add_option("--warmup", options.warmup, "Calls with and without hooks before those that count [3]")
      ->type_name("N")
      ->check(CLI::PositiveNumber)
      ->group(group);
  app.add_option("--runs", options.runs,
                 "Counted calls with and without hooks [at least 10, and for --min-time]")
      ->type_name("N")
      ->check(CLI::PositiveNumber)
      ->group(group);
  app.add_option("--min-time", options.min_time_s, "Go on counting for so long [1; 0 with --runs]")
      ->type_name("SECONDS")
      ->check(CLI::NonNegativeNumber)
      ->group(group);
  app.add_option("--seed", options.seed, "Of the inputs and of the model's random numbers")
      ->type_name("N")
      ->capture_default_str()
      ->group(group);
  app.add_flag("--strict", options.strict,
               "Time hooked runs with the simple executor, which moves no work between modules")
      ->group(group);
  app.add_flag("!--no-timeline", options.timeline, "Leave the timeline of one run out of the report")
      ->group(group);
}

CLI::App* add_profile(CLI::App& app, ProfileArguments& arguments) {
  CLI::App* command = app.add_subcommand("profile", "Run a model and report what each layer costs");
  command->add_option("MODEL", arguments.model, "TorchScript file, as torch.jit.save writes it")
      ->type_name("")
      ->required();
  repeated(*command, "--input", arguments.inputs,
           "An input tensor, filled with random numbers: 1x3x300x300, mask=1x77:bool, "
           "1x128:int64[0,30000]; one for each argument of the method")
      ->type_name("[NAME=]SHAPE[:DTYPE]")
      ->group("Input");
  command->add_option("--method", arguments.options.model.method, "Method to call")
      ->type_name("NAME")
      ->capture_default_str()
      ->group("Input");
  add_measurement_options(*command, arguments.options);
  add_report_options(*command, arguments.report);
  command->footer(formats_text() +
                  "\nExamples:\n"
                  "  hookstat profile ssd300.pt --input 1x3x300x300\n"
                  "  hookstat profile ssd300.pt --input 1x3x300x300 --sort time --top 10\n"
                  "  hookstat profile bert.pt --input ids=1x128:int64[0,30000] -o report.json\n"
                  "\nThe model is run without gradients (inference mode), as it was saved. The report "
                  "goes to\nstandard output and to the files of -o.");
  return command;
}

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

void describe(CLI::App& app) {
  app.set_version_flag("--version",
                       "hookstat " + std::string(version()) + " (LibTorch " + libtorch_version() + ")",
                       "Print the version and exit");
  app.set_help_flag("-h,--help", "Print this help and exit");
  app.require_subcommand(1);
  app.get_formatter()->column_width(36);
  app.footer(
      "hookstat COMMAND --help tells more.\n"
      "\n"
      "Exit codes: 0 success, 2 bad usage, bad input or an output that cannot be written,\n"
      "3 the model failed, 4 a fault of hookstat's own, 130 interrupted. Whatever the code, an output "
      "file\nis whole or not there.");
}

/// Help and version go to standard output; a mistake becomes one line on standard error.
int usage(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return app.exit(error);
  say("error", error.what());
  const auto chosen = app.get_subcommands();
  const std::string command = chosen.empty() ? "" : " " + chosen.front()->get_name();
  say("hint", "hookstat" + command + " --help lists what there is");
  return kBadUsage;
}

int fail(const Error& error) {
  if (dynamic_cast<const Interrupted*>(&error) != nullptr) {
    std::fputs("hookstat: interrupted\n", stderr);
    return error.exit_code();
  }
  say("error", error.what());
  if (!error.hint().empty()) say("hint", error.hint());
  return error.exit_code();
}

int parse_and_run(int argc, const char* const* argv) {
  CLI::App app("hookstat runs a TorchScript model and says, layer by layer, what it costs and how long "
               "it takes.",
               "hookstat");
  describe(app);
  ProfileArguments profile;
  ConvertArguments convert;
  const CLI::App* profile_command = add_profile(app, profile);
  add_convert(app, convert);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return usage(app, error);
  }
  if (profile_command->parsed()) {
    run_profile(profile);
  } else {
    run_convert(convert);
  }
  return 0;
}

}  // namespace

int run(int argc, const char* const* argv) noexcept {
  // A file that hits a size limit is an error to report, not a reason to die.
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    return parse_and_run(argc, argv);
  } catch (const Error& error) {
    return fail(error);
  } catch (const std::exception& error) {
    say("error", std::string("a fault of hookstat's own: ") + error.what());
    return kOwnFault;
  }
}

}  // namespace hookstat::cli
