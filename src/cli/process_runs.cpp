#include "cli/process_runs.h"

#include <utility>

#include "cli/child_process.h"
#include "cli/commands.h"
#include "cli/exit_codes.h"
#include "cli/interrupt.h"
#include "hookstat/error.h"
#include "hookstat/processes.h"

namespace hookstat::cli {

ProcessesResult profile_in_processes(int processes, const std::vector<std::string>& arguments) {
  std::vector<Report> reports;
  for (int i = 1; i <= processes; ++i) {
    const std::string name = std::string("process ")
                                 .append(std::to_string(i))
                                 .append(" of ")
                                 .append(std::to_string(processes));
    if (InterruptGuard::requested()) throw Interrupted();
    const ChildResult child = run_child(arguments, name);
    // One that had no handler yet dies of the signal; one that had says that it was interrupted.
    if (InterruptGuard::requested() && child.end.exit_code < 0) throw Interrupted();
    if (child.end.signal != 0) {
      say("error", name + " was ended by signal " + std::to_string(child.end.signal));
      return {{}, kModelFailed};
    }
    if (child.end.exit_code > kLimitExceeded) return {{}, child.end.exit_code};
    if (child.end.exit_code != 0 || child.report.empty()) {
      say("error", name + " ended without a report");  // a model may end its process
      return {{}, kModelFailed};
    }
    reports.push_back(report_from_json(child.report));
  }
  return {merge_processes(std::move(reports)), 0};
}

}  // namespace hookstat::cli
