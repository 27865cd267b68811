#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <exception>
#include <sstream>
#include <string>
#include <type_traits>
#include <vector>

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
  return app.add_option(name, value, text)
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

/// A number of at least `least`; the default type names and messages of CLI11 are for programmers.
template <class T>
CLI::Validator at_least(T least) {
  const auto check = [least](const std::string& text) -> std::string {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range) return "'" + text + "' is too large";
    if (error == std::errc{} && end == text.data() + text.size() && value >= least) return {};
    const std::string kind = std::is_integral_v<T> ? "a whole number" : "a number";
    std::ostringstream why;
    why << "'" << text << "' is not " << kind << " of at least " << least;
    return why.str();
  };
  return CLI::Validator(check, "");
}

CLI::Validator one_of(const std::vector<std::string>& names) {
  const auto check = [names](const std::string& text) -> std::string {
    if (std::ranges::find(names, text) != names.end()) return {};
    return "'" + text + "' is none of " + CLI::detail::join(names, ", ");
  };
  return CLI::Validator(check, "");
}

void add_report_options(CLI::App& app, ReportArguments& report) {
  const std::string group = "Output";
  repeated(app, "-o,--output", report.outputs, "Write FILE too; its end picks the format")
      ->type_name("[FORMAT:]FILE")
      ->group(group);
  app.add_option("--format", report.format, "Format of standard output [table]")
      ->type_name("NAME")
      ->check(one_of(format_names()))
      ->group(group);
  std::vector<std::string> keys(sort_keys().begin(), sort_keys().end());
  app.add_option("--sort", report.layout.sort,
                 "Order of the table's rows: " + CLI::detail::join(keys, ", ") +
                     ";\nas registered without it")
      ->type_name("KEY")
      ->check(one_of(keys))
      ->group(group);
  app.add_option("--depth", report.layout.depth, "Deepest level of modules in the table")
      ->type_name("N")
      ->check(at_least(0))
      ->group(group);
  app.add_option("--top", report.layout.top, "Show the table's first N rows only")
      ->type_name("N")
      ->check(at_least(1))
      ->group(group);
}

void add_measurement_options(CLI::App& app, ProfileOptions& options) {
  const std::string group = "Measurement";
  app.add_option("--device", options.device, "cpu, cuda or cuda:N [cpu]")
      ->type_name("DEVICE")
      ->group(group);
  app.add_option("--threads", options.threads, "Threads for one operator [LibTorch's choice]")
      ->type_name("N")
      ->check(at_least(1))
      ->group(group);
  app.add_option("--interop-threads", options.interop_threads,
                 "Threads for forked tasks [LibTorch's choice]")
      ->type_name("N")
      ->check(at_least(1))
      ->group(group);
  app.add_option("--warmup", options.warmup, "Calls of each kind before those that count [3]")
      ->type_name("N")
      ->check(at_least<std::int64_t>(1))
      ->group(group);
  app.add_option("--runs", options.runs,
                 "Counted calls with hooks, and as many without\n[10, and more for --min-time]")
      ->type_name("N")
      ->check(at_least<std::int64_t>(1))
      ->group(group);
  app.add_option("--min-time", options.min_time_s,
                 "Shortest time for the counted calls [1; 0 with --runs]")
      ->type_name("SECONDS")
      ->check(at_least(0.0))
      ->group(group);
  app.add_option("--seed", options.seed, "Of the inputs and of the model's random numbers [0]")
      ->type_name("N")
      ->check(at_least<std::uint64_t>(0))
      ->group(group);
  app.add_flag(
         "--strict", options.strict,
         "Time the hooked runs with the simple executor,\nwhich moves no work between modules")
      ->group(group);
  app.add_flag_callback(
         "--no-timeline", [&options] { options.timeline = false; },
         "Leave the timeline out of the report")
      ->group(group);
}

CLI::App* add_profile(CLI::App& app, ProfileArguments& arguments) {
  CLI::App* command = app.add_subcommand("profile", "Run a model and report what each layer costs");
  command->add_option("MODEL", arguments.model, "TorchScript file, as torch.jit.save writes it")
      ->type_name("")
      ->required();
  repeated(*command, "--input", arguments.inputs,
           "An input tensor, filled with random numbers, for each\nargument of the method: "
           "1x3x300x300, mask=1x77:bool,\n1x128:int64[0,30000] (from 0 to 29,999)")
      ->type_name("[NAME=]SHAPE[:DTYPE]")
      ->group("Input");
  command->add_option("--method", arguments.options.model.method, "Method to call [forward]")
      ->type_name("NAME")
      ->group("Input");
  add_measurement_options(*command, arguments.options);
  add_report_options(*command, arguments.report);
  command->footer(
      formats_text() +
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
  app.set_version_flag(
      "--version", "hookstat " + std::string(version()) + " (LibTorch " + libtorch_version() + ")",
      "Print the version and exit");
  app.set_help_flag("-h,--help", "Print this help and exit");
  app.require_subcommand(1);
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app.get_formatter()->column_width(36);
  app.footer(
      "hookstat COMMAND --help tells more.\n"
      "\n"
      "Exit codes: 0 success, 2 bad usage, bad input or an output that cannot be written,\n"
      "3 the model failed, 4 a fault of hookstat's own, 130 interrupted. Whatever the code, an "
      "output "
      "file\nis whole or not there.");
}

std::string reason_of(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<std::string> rest = app.remaining(/*recurse=*/true);
  if (!app.get_subcommands().empty()) {
    const auto is_option = [](const std::string& word) { return word.starts_with('-'); };
    const auto unknown = std::ranges::find_if(rest, is_option);
    if (unknown != rest.end()) return *unknown + ": there is no such option";
    return error.what();
  }
  if (rest.empty()) return "a command is missing";
  return rest.front() + ": there is no such command";
}

/// Help and version go to standard output; a mistake becomes one line on standard error.
int usage(const CLI::App& app, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) return app.exit(error);
  say("error", reason_of(app, error));
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
  CLI::App app(
      "hookstat runs a TorchScript model and says, layer by layer, what it costs and how long "
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
