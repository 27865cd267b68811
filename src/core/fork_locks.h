// Mutexes across fork(2).
#pragma once

#include <functional>
#include <mutex>
#include <vector>

namespace hookstat {

/// Holds mutexes while the process forks, so that the child finds none that a thread has which is
/// not there. REQUIRES: who has one of them waits only for those after it, and does not fork.
/// Thread-safe.
class ForkLocks {
 public:
  /// `in_child` is called in the child, on its only thread, with all mutexes held; it must not
  /// throw.
  explicit ForkLocks(std::vector<std::mutex*> mutexes, std::function<void()> in_child = {});
  ForkLocks(const ForkLocks&) = delete;
  ForkLocks& operator=(const ForkLocks&) = delete;
  ~ForkLocks();

 private:
  friend struct ForkHandlers;
  std::vector<std::mutex*> mutexes_;
  std::function<void()> in_child_;
};

}  // namespace hookstat
