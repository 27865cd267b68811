// This program again, in a fresh process, for its report.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/own_process.h"

namespace hookstat::cli {

/// What a process that another one started for its report knows of itself.
struct ChildRole {
  int descriptor = -1;  ///< where its report goes, as JSON; open for writing
  std::string name;     ///< "process 2 of 5"
};

/// The role that run_child gave this process, if it did; then it ends with the one that started it.
/// Asked once, at the start.
[[nodiscard]] std::optional<ChildRole> child_role();

/// Writes all of `text` to the descriptor and closes it. Throws OutputError.
void hand_over(const ChildRole& role, const std::string& text);

struct ChildResult {
  ProcessEnd end;
  std::string report;  ///< what it handed over
};

/// Runs this program with these arguments and waits for it. SIGINT or SIGTERM, where an
/// InterruptGuard caught one, is passed on. Throws InternalError where no process can be started.
[[nodiscard]] ChildResult run_child(const std::vector<std::string>& arguments,
                                    const std::string& name);

}  // namespace hookstat::cli
