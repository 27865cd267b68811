// What `hookstat sweep` says on standard error: a line for each case that has ended, how long the
// others will take, and on a terminal which case runs.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "cli/terminal.h"
#include "sweep/case_result.h"

namespace hookstat::cli {

class SweepProgress {
 public:
  /// `cases` are to come, `jobs` of them at once. Says so.
  SweepProgress(std::size_t cases, std::size_t jobs);

  void begin(const std::string& id);
  /// Another process has done it.
  void skip(const std::string& id);
  /// `latency_ns`: the median; for cases that ended well.
  void show(const sweep::CaseResult& result, double latency_ns);

 private:
  void print(const std::string& line);

  std::size_t cases_;
  std::size_t jobs_;
  std::size_t begun_ = 0;
  std::size_t done_ = 0;
  std::size_t timed_ = 0;  // of the done: here
  double seconds_ = 0;     // of those
  std::optional<Progress> now_;
};

/// "40 s", "12 min", "3 h 20 min". Pure; thread-safe.
[[nodiscard]] std::string about_text(double seconds);

}  // namespace hookstat::cli
