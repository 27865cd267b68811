#include "cli/commands.h"
#include "cli/crash_guard.h"
#include "cli/interrupt.h"
#include "cli/output.h"
#include "cli/process_start.h"
#include "cli/terminal.h"
#include "hookstat/error.h"
#include "hookstat/profile_file.h"

namespace hookstat::cli {
namespace {

constexpr int kModelFailed = 3;

/// What to blame where LibTorch crashes in this phase of the work.
void blame(const std::string& model, const std::string& phase) {
  if (phase == "libraries") return expect_crash_in_libraries();
  if (phase == "load") return expect_crash_while_loading(model);
  CrashGuard::expect(model + ": the process crashed while the model ran (" + phase + ")", {},
                     kModelFailed);
}

/// The table names its warnings itself; where nobody sees it, standard error has them.
void show_warnings(const Report& report, const std::string& format) {
  if (format == "table" && standard_output_is_terminal()) return;
  for (const Note& note : report.warnings) say("warning", note.message + " [" + note.code + "]");
}

}  // namespace

void run_profile(const ProfileArguments& arguments) {
  const std::vector<OutputFile> files = parse_outputs(arguments.report.outputs);
  FileRequest request{arguments.model, {}, arguments.options, arguments.libraries};
  for (const std::string& text : arguments.inputs) request.inputs.push_back(parse_input_spec(text));
  for (const OutputFile& file : files) {
    check_not_input(file, arguments.model);
    check_writable(file);
  }

  Report report;
  {
    const InterruptGuard interrupts;
    const CrashGuard crashes;
    Progress progress;
    request.options.process_start_ns = process_start_ns();
    request.options.cancelled = &InterruptGuard::requested;
    request.options.progress = [&](const std::string& phase, double done) {
      if (done == 0) blame(arguments.model, phase);
      progress.show(phase, done);
    };
    report = profile_file(request);
    if (InterruptGuard::requested()) throw Interrupted();
  }
  show_warnings(report, arguments.report.format);
  ExportOptions layout = arguments.report.layout;
  fit_to_terminal(layout);
  write_outputs(report, files, *find_exporter(arguments.report.format), layout);
}

}  // namespace hookstat::cli
