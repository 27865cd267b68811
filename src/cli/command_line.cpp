#include "cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/commands.h"
#include "cli/exit_codes.h"
#include "hookstat/error.h"
#include "hookstat/profile_file.h"
#include "hookstat/version.h"

namespace hookstat::cli {
namespace {

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
      "Exit codes: 0 success, 1 a limit is exceeded, 2 bad usage, bad input or an output that "
      "cannot be written,\n"
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
  return kBadInput;
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

/// Options that are not ours: what stands behind --slurm, which `argc` then ends with.
std::optional<std::vector<std::string>> behind_slurm(int& argc, const char* const* argv) {
  if (argc < 2 || std::string(argv[1]) != "sweep") return std::nullopt;
  const auto* const end = argv + argc;
  const auto* const slurm = std::find(argv, end, std::string("--slurm"));
  if (slurm == end) return std::nullopt;
  argc = static_cast<int>(slurm - argv) + 1;
  return std::vector<std::string>(slurm + 1, end);
}

int run_sweep_command(const CLI::App& command, const SweepArguments& sweep,
                      const SweepReportArguments& report) {
  if (command.got_subcommand("collect")) return run_sweep_collect(report);
  if (command.got_subcommand("report")) return run_sweep_report(report);
  if (sweep.plan.empty()) throw InputError("PLAN is missing: hookstat sweep PLAN.yaml -o DIR");
  return run_sweep(sweep);
}

int parse_and_run(int argc, const char* const* argv) {
  CLI::App app(
      "hookstat runs a TorchScript model and says, layer by layer, what it costs and how long "
      "it takes.",
      "hookstat");
  describe(app);
  ProfileArguments profile;
  ConvertArguments convert;
  CompareArguments compare;
  InspectArguments inspect;
  SweepArguments sweep;
  SweepReportArguments sweep_report;
  const CLI::App* profile_command = add_profile(app, profile);
  const CLI::App* convert_command = add_convert(app, convert);
  const CLI::App* compare_command = add_compare(app, compare);
  const CLI::App* inspect_command = add_inspect(app, inspect);
  const CLI::App* sweep_command = add_sweep(app, sweep, sweep_report);
  sweep.sbatch = behind_slurm(argc, argv);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return usage(app, error);
  }
  if (profile_command->parsed()) {
    profile.words.assign(argv + 1, argv + argc);
    return run_profile(profile);
  }
  if (compare_command->parsed()) return run_compare(compare);
  if (sweep_command->parsed()) return run_sweep_command(*sweep_command, sweep, sweep_report);
  if (convert_command->parsed()) run_convert(convert);
  if (inspect_command->parsed()) run_inspect(inspect);
  return 0;
}

}  // namespace

int run(int argc, const char* const* argv) noexcept {
  // A file that hits a size limit is an error to report, not a reason to die.
  std::signal(SIGXFSZ, SIG_IGN);
  // Whoever started this may ignore it; nobody would hear how children ended then.
  std::signal(SIGCHLD, SIG_DFL);
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
