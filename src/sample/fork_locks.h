// Mutexes across fork(2).
#pragma once

#include <mutex>
#include <vector>

namespace hookstat {

/// Holds mutexes while the process forks, so that the child finds none that a thread has which is
/// not there. REQUIRES: nobody who has one of them waits for another mutex, or forks. Thread-safe.
class ForkLocks {
 public:
  explicit ForkLocks(std::vector<std::mutex*> mutexes);
  ForkLocks(const ForkLocks&) = delete;
  ForkLocks& operator=(const ForkLocks&) = delete;
  ~ForkLocks();

 private:
  friend struct ForkHandlers;
  std::vector<std::mutex*> mutexes_;
};

}  // namespace hookstat
