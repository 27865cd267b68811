// One thread at a time, without waiting.
#pragma once

#include <unistd.h>

#include <atomic>

namespace hookstat {

/// Whose turn it is: the number of the process in which somebody has it, 0: nobody. What another
/// process had when it forked, nobody here has.
using TurnOwner = std::atomic<pid_t>;

/// Takes the turn if nobody has it, and gives it back at its end.
class Turn {
 public:
  explicit Turn(TurnOwner& owner) : owner_(owner) {
    const pid_t own = getpid();
    pid_t before = owner_;
    taken_ = before != own && owner_.compare_exchange_strong(before, own);
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() {
    if (taken_) owner_ = 0;
  }

  explicit operator bool() const noexcept { return taken_; }

 private:
  TurnOwner& owner_;
  bool taken_ = false;
};

}  // namespace hookstat
