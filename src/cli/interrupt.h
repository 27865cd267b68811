// Ctrl-C: the first asks the work to stop between two calls of the model, the second ends the
// process.
#pragma once

namespace hookstat::cli {

/// Catches SIGINT and SIGTERM for its lifetime. One at a time.
class InterruptGuard {
 public:
  InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;
  ~InterruptGuard();

  /// Whether one of them arrived.
  [[nodiscard]] static bool requested() noexcept;
};

}  // namespace hookstat::cli
