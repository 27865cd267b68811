#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/child_process.h"
#include "cli/commands.h"
#include "cli/crash_guard.h"
#include "cli/exit_codes.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/process_runs.h"
#include "cli/process_start.h"
#include "cli/read_file.h"
#include "cli/terminal.h"
#include "cli/time_limit.h"
#include "hookstat/budget.h"
#include "hookstat/cost_table.h"
#include "hookstat/error.h"
#include "hookstat/partial_report.h"
#include "hookstat/profile_file.h"

namespace hookstat::cli {
namespace {

/// What to blame where LibTorch crashes in this phase of the work.
void blame(const std::string& model, const std::string& phase) {
  if (phase == "libraries") return expect_crash_in_libraries();
  if (phase == "load") return expect_crash_while_loading(model);
  if (phase == "inputs") {
    return CrashGuard::expect("the process crashed while it made the inputs", {}, kBadInput);
  }
  if (phase == "report") return CrashGuard::expect("a fault of hookstat's own", {}, kOwnFault);
  CrashGuard::expect(model + ": the process crashed while the model ran (" + phase + ")", {},
                     kModelFailed);
}

/// The table names its warnings itself; where nobody sees it, standard error has them.
void show_warnings(const Report& report, const std::string& format) {
  if (format == "table" && standard_output_is_terminal()) return;
  for (const Note& note : report.warnings) say("warning", note.message + " [" + note.code + "]");
}

/// Warnings to standard error, the report to its files and to standard output.
void publish(const Report& report, const ReportArguments& arguments,
             const std::vector<OutputFile>& files) {
  show_warnings(report, arguments.format);
  ExportOptions layout = arguments.layout;
  fit_to_terminal(layout);
  write_outputs(files, files_of(report, arguments.layout),
                [&] { return find_exporter(arguments.format)->write(report, layout); });
}

/// Throws nothing: the failure of the profile is what the command ends with.
void keep_partial(const ProfileArguments& arguments, const FileRequest& request,
                  const std::string& why, const std::vector<OutputFile>& files) {
  if (!arguments.keep_partial) return;
  try {
    const auto report = partial_report(*request.options.live, why, *request.options.costs);
    if (report) return publish(*report, arguments.report, files);
    say("warning", "there is no partial report: no counted call of the model had been made");
  } catch (const std::exception& error) {
    say("error", std::string("the partial report: ") + error.what());
  }
}

/// The model runs on and cannot be stopped: only the process can.
[[noreturn]] void end_process(const TimedOut& error) {
  say("error", error.what());
  std::fflush(nullptr);
  std::_Exit(error.exit_code());
}

/// Throws what profile_file throws, after a partial report where one is wanted.
Report profile_within_limits(const ProfileArguments& arguments, const FileRequest& request,
                             const std::vector<OutputFile>& files, Progress& progress) {
  Report report;
  const double limit_s = request.options.timeout_s;
  try {
    const auto work = [&] {
      const CrashGuard::SignalStack stack;  // it may be a thread of its own
      report = profile_file(request);
    };
    if (run_within(limit_s, work)) {
      if (InterruptGuard::requested()) throw Interrupted();
      return report;
    }
  } catch (const std::exception& error) {
    progress.end();
    keep_partial(arguments, request, error.what(), files);
    throw;
  }
  progress.end();
  const TimedOut error("the model did not return within the --timeout of " + seconds_text(limit_s));
  keep_partial(arguments, request, error.what(), files);
  end_process(error);
}

/// The files of -o, which can be written and are no inputs.
std::vector<OutputFile> checked_outputs(const ProfileArguments& arguments) {
  std::vector<OutputFile> files = parse_outputs(arguments.report.outputs);
  for (const OutputFile& file : files) {
    check_not_input(file, arguments.model);
    if (!arguments.inputs.file.empty()) check_not_input(file, arguments.inputs.file);
    for (const std::string& costs : arguments.costs) check_not_input(file, costs);
    check_writable(file);
  }
  return files;
}

std::shared_ptr<const CostTable> costs_of(const std::vector<std::string>& files) {
  auto costs = std::make_shared<CostTable>();
  for (const std::string& file : files) add_cost_rules(*costs, read_file(file), file);
  return costs;
}

/// In this process. `who` stands before each phase of the progress.
Report profile_here(const ProfileArguments& arguments, std::shared_ptr<const CostTable> costs,
                    const std::vector<OutputFile>& files, const std::string& who) {
  FileRequest request{arguments.model, arguments.inputs, arguments.options, arguments.libraries};
  const CrashGuard crashes;
  Progress progress;
  request.options.costs = std::move(costs);
  request.options.process_start_ns = process_start_ns();
  if (arguments.keep_partial) request.options.live = std::make_shared<LiveRecording>();
  request.options.cancelled = &InterruptGuard::requested;
  request.options.progress = [&](const std::string& phase, double done) {
    if (done == 0) blame(arguments.model, phase);
    progress.show(who + phase, done);
  };
  return profile_within_limits(arguments, request, files, progress);
}

/// Says which limits are exceeded. Returns the exit code.
int hold_against(const std::vector<Budget>& budgets, const Report& report) {
  int exit_code = 0;
  for (const Budget& budget : budgets) {
    if (!knows(report, budget)) {
      say("warning",
          budget.metric + " is not known: the limit was not tested (" + budget.text + ")");
    }
    const auto what = exceeded(budget, report);
    if (!what) continue;
    say("limit exceeded", *what);
    exit_code = kLimitExceeded;
  }
  return exit_code;
}

}  // namespace

int run_profile(const ProfileArguments& arguments) {
  const std::optional<ChildRole> role = child_role();
  std::vector<Budget> budgets;
  budgets.reserve(arguments.limits.size());
  for (const std::string& limit : arguments.limits) budgets.push_back(parse_budget(limit));
  if (arguments.processes > 1 && arguments.keep_partial) {
    throw InputError("--keep-partial: there is no partial report of several --processes");
  }
  const auto costs = costs_of(arguments.costs);
  std::vector<OutputFile> files;
  if (!role) files = checked_outputs(arguments);

  ProcessesResult result;
  {
    const InterruptGuard interrupts;
    if (arguments.processes > 1 && !role) {
      result = profile_in_processes(arguments.processes, arguments.words);
      if (InterruptGuard::requested() && result.exit_code == 0) throw Interrupted();
      if (result.exit_code != 0) return result.exit_code;
    } else {
      result.report = profile_here(arguments, costs, files, role ? role->name + ": " : "");
    }
  }
  if (role) {
    hand_over(*role, report_to_json(result.report));
    return 0;
  }
  publish(result.report, arguments.report, files);
  return hold_against(budgets, result.report);
}

}  // namespace hookstat::cli
