// How often the model is called before the calls that count, and when there are enough of those.
#pragma once

#include <cstddef>
#include <cstdint>

#include "hookstat/options.h"

namespace hookstat {

class RunPlan {
 public:
  /// Throws InputError where an option cannot be.
  explicit RunPlan(const ProfileOptions& options);

  /// Calls of each variant before those that count.
  [[nodiscard]] std::int64_t warmup() const noexcept { return warmup_; }
  [[nodiscard]] double min_time_s() const noexcept { return min_time_s_; }

  /// How much is done, 1 or more when all is, after so many rounds (a call of each variant), so
  /// long a time and so many recorded spans.
  [[nodiscard]] double progress(std::int64_t rounds, std::int64_t elapsed_ns,
                                std::size_t spans) const noexcept;

 private:
  std::int64_t warmup_;
  std::int64_t rounds_;
  double min_time_s_;
  bool is_default_;
};

}  // namespace hookstat
