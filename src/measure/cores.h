// Cores that this process may run on, and keeping its threads there.
#pragma once

#include <sched.h>
#include <sys/types.h>

#include <cstdint>
#include <vector>

namespace hookstat {

/// As many cores as this process may keep busy: those of its affinity, fewer where a control
/// group's quota (cpu.max) allows less, rounded up.
[[nodiscard]] std::int64_t usable_cores();

/// Keeps LibTorch's intra-op threads, the calling one first, each to a core of its own for its
/// lifetime; cores that share no physical core with another are taken first. The inter-op threads
/// are started before, and stay free. Throws InputError where there are more threads than cores, or
/// the system refuses.
class PinnedThreads {
 public:
  PinnedThreads();
  PinnedThreads(const PinnedThreads&) = delete;
  PinnedThreads& operator=(const PinnedThreads&) = delete;
  ~PinnedThreads();

 private:
  void set_free() noexcept;

  cpu_set_t before_{};
  std::vector<pid_t> threads_;
};

}  // namespace hookstat
