// What depends on whether a person looks at it.
#pragma once

#include <chrono>
#include <mutex>
#include <string>

#include "hookstat/exporters.h"

namespace hookstat::cli {

/// Whether standard output is a terminal.
[[nodiscard]] bool standard_output_is_terminal() noexcept;

/// Fills width and colour for standard output: a terminal's width and, unless NO_COLOR is set or
/// TERM is "dumb", colour; elsewhere neither.
void fit_to_terminal(ExportOptions& options);

/// One line on standard error that says what is being done, and is gone when it is done. Silent
/// where standard error is no terminal. Thread-safe.
class Progress {
 public:
  Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  /// `done` from 0 to 1; 0 shows the phase alone.
  void show(const std::string& phase, double done);
  /// Removes the line; `show` does nothing from now on. The other thread may still work.
  void end();

 private:
  std::mutex mutex_;
  bool enabled_;
  bool shown_ = false;
  std::string phase_;
  std::chrono::steady_clock::time_point last_;
};

}  // namespace hookstat::cli
