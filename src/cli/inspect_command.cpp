#include "cli/commands.h"
#include "cli/crash_guard.h"
#include "cli/exit_codes.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "core/write_whole.h"
#include "hookstat/error.h"
#include "hookstat/inspection_writers.h"

namespace hookstat::cli {

void run_inspect(const InspectArguments& arguments) {
  ModelInspection inspection;
  {
    const CrashGuard crashes;
    if (arguments.request.libraries.empty()) {
      expect_crash_while_loading(arguments.request.path);
    } else {
      CrashGuard::expect(
          arguments.request.path + ": a library of --load-library or LibTorch crashed", {},
          kBadInput);
    }
    inspection = inspect_file(arguments.request);
  }
  if (arguments.format == "json") {
    write_standard_output(inspection_json(inspection));
  } else {
    ExportOptions terminal;
    fit_to_terminal(terminal);
    write_standard_output(
        inspection_text(inspection, {terminal.width, terminal.color, arguments.depth}));
  }
  if (inspection.loaded) return;
  throw InputError(arguments.request.path +
                       ": operators or classes are missing, so only what the "
                       "archive tells is shown",
                   "--load-library FILE.so loads the library that has them");
}

}  // namespace hookstat::cli
