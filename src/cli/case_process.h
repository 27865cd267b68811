// `hookstat profile` in a process of its own, whose end is seen whatever it is.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "cli/own_process.h"

namespace hookstat::cli {

/// What is to run.
struct CaseStart {
  std::vector<std::string> arguments;  ///< behind the name of the program
  std::string output_file;             ///< gets standard output; replaced
  std::string error_file;              ///< gets standard error; replaced
  std::string working_folder;          ///< empty: as this process
  std::vector<int> processors;         ///< that it may run on; empty: as this process
};

/// How it ended.
struct CaseEnd {
  ProcessEnd process;
  bool timed_out = false;  ///< it was ended for taking too long
  double seconds = 0;      ///< that it ran
};

/// This program again, with other arguments, in a process group of its own; ends with this process.
class CaseProcess {
 public:
  using Clock = std::chrono::steady_clock;

  /// Throws OutputError where the files cannot be written, InternalError where no process can be
  /// started.
  explicit CaseProcess(const CaseStart& start);
  CaseProcess(const CaseProcess&) = delete;
  CaseProcess& operator=(const CaseProcess&) = delete;
  /// Kills what still runs.
  ~CaseProcess();

  /// How it ended, once it has; nullopt before. `timeout`: after so long it is asked to end, and
  /// killed five seconds later; zero: never.
  [[nodiscard]] std::optional<CaseEnd> poll(std::chrono::duration<double> timeout);
  /// Asks it to end.
  void interrupt() noexcept;

 private:
  void signal_group(int signal) noexcept;

  pid_t process_ = -1;
  Clock::time_point started_;
  std::optional<Clock::time_point> asked_;  // to end
  bool timed_out_ = false;
};

}  // namespace hookstat::cli
