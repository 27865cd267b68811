#include "cli/process_runs.h"

#include <utility>

#include "cli/child_process.h"
#include "cli/commands.h"
#include "cli/exit_codes.h"
#include "hookstat/processes.h"

namespace hookstat::cli {

ProcessesResult profile_in_processes(int processes, const std::vector<std::string>& arguments) {
  std::vector<Report> reports;
  for (int i = 1; i <= processes; ++i) {
    const std::string name = std::string("process ")
                                 .append(std::to_string(i))
                                 .append(" of ")
                                 .append(std::to_string(processes));
    const ChildResult child = run_child(arguments, name);
    if (child.signal != 0) {
      say("error", name + " was ended by signal " + std::to_string(child.signal));
      return {{}, kModelFailed};
    }
    if (child.exit_code != 0) return {{}, child.exit_code};
    reports.push_back(report_from_json(child.report));
  }
  return {merge_processes(std::move(reports)), 0};
}

}  // namespace hookstat::cli
