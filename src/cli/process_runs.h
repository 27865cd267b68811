// The same measurement in several fresh processes.
#pragma once

#include <string>
#include <vector>

#include "hookstat/report.h"

namespace hookstat::cli {

/// What several processes came to: their joint report, or the exit code of the first that failed,
/// which has said why itself.
struct ProcessesResult {
  Report report;
  int exit_code = 0;
};

/// Runs this program `processes` times, one after the other, each with `arguments`.
[[nodiscard]] ProcessesResult profile_in_processes(int processes,
                                                   const std::vector<std::string>& arguments);

}  // namespace hookstat::cli
