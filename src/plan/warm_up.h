// When a model is warm.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

namespace hookstat {

/// Watches the rounds (a call of each variant) before those that count. With a number of rounds it
/// wants that many. Without, it wants at least 3, because the profiling executor specialises in the
/// first two, and goes on until the calls get no faster: until neither variant undercuts its own
/// fastest call so far by more than 3 %, in two rounds in a row, or in one that took 0.3 s; at
/// least 50 ms in all, and 5 s or 1,000 rounds at most. A last round, in which the caller looks at
/// more than time, follows unless one round was all that was wanted. Not thread-safe.
class WarmUp {
 public:
  /// Throws InputError below 1.
  explicit WarmUp(std::optional<std::int64_t> rounds);

  /// The first round was made, the cold one: its latencies tell nothing.
  void add_cold() noexcept { ++rounds_; }
  /// A round was made; latencies of its two calls.
  void add(std::int64_t baseline_ns, std::int64_t hooked_ns);

  /// Only the last round is missing, if there is one.
  [[nodiscard]] bool is_done() const noexcept;
  [[nodiscard]] bool has_last() const noexcept { return !fixed_ || *fixed_ > 1; }
  /// The last among them.
  [[nodiscard]] std::int64_t rounds() const noexcept { return rounds_ + (has_last() ? 1 : 0); }
  /// How much is done, 0 to 1, as far as can be known.
  [[nodiscard]] double progress() const noexcept;
  /// False where it gave up: the calls were still getting faster.
  [[nodiscard]] bool is_settled() const noexcept { return fixed_ || is_quiet(); }

 private:
  /// One variant's fastest call so far.
  struct Fastest {
    std::int64_t ns = std::numeric_limits<std::int64_t>::max();
    /// Returns whether this call is no more than 3 % faster.
    bool add(std::int64_t latency_ns) noexcept;
  };

  [[nodiscard]] bool is_quiet() const noexcept;

  std::optional<std::int64_t> fixed_;
  std::int64_t rounds_ = 0;
  std::int64_t elapsed_ns_ = 0;
  bool compared_ = false;          // a round stood beside one before it
  std::int64_t quiet_rounds_ = 0;  // in a row, the last ones
  std::int64_t quiet_ns_ = 0;
  Fastest baseline_;
  Fastest hooked_;
};

}  // namespace hookstat
