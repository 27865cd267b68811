// One line on standard error for each case that has ended, and how long the others will take.
#pragma once

#include <cstddef>
#include <string>

#include "sweep/case_result.h"

namespace hookstat::cli {

class SweepProgress {
 public:
  /// `cases` are to come, `jobs` of them at once. Says so.
  SweepProgress(std::size_t cases, std::size_t jobs);

  /// `latency_ns`: the median; for cases that ended well.
  void show(const sweep::CaseResult& result, double latency_ns);

 private:
  std::size_t cases_;
  std::size_t jobs_;
  std::size_t done_ = 0;
  double seconds_ = 0;  // of all that are done
};

/// "40 s", "12 min", "3 h 20 min". Pure; thread-safe.
[[nodiscard]] std::string about_text(double seconds);

}  // namespace hookstat::cli
