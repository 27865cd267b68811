// When there are enough calls that count.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "hookstat/options.h"

namespace hookstat {

/// The counted rounds, each a call of either variant: as many as `runs` says and as `min_time_s`
/// takes; without either, at least 10, and on until both median latencies are known within 1 % (95
/// % intervals, asked anew when there are a tenth more rounds) or `max_time_s` is over. Not
/// thread-safe.
class RunPlan {
 public:
  /// Throws InputError where an option cannot be.
  explicit RunPlan(const ProfileOptions& options);

  [[nodiscard]] double min_time_s() const noexcept { return min_time_s_; }
  /// 0 where precision is not what ends the runs.
  [[nodiscard]] double max_time_s() const noexcept { return max_time_s_; }

  /// How much is done, 1 or more when all is, after the calls with these latencies, as many of each
  /// variant, and so long a time.
  [[nodiscard]] double progress(const std::vector<std::int64_t>& baseline_ns,
                                const std::vector<std::int64_t>& hooked_ns,
                                std::int64_t elapsed_ns);

 private:
  [[nodiscard]] bool is_precise(const std::vector<std::int64_t>& baseline_ns,
                                const std::vector<std::int64_t>& hooked_ns);

  std::int64_t rounds_;
  double min_time_s_;
  double max_time_s_;
  std::size_t next_look_;  // so many rounds before precision is looked at again
};

}  // namespace hookstat
