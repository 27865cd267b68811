// One counter a thread: all that a call costs that is no sample.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "plan/sample_schedule.h"

namespace hookstat {

/// Written by its thread alone; others read `calls`. On a cache line of its own.
struct alignas(64) ThreadSlot {
  ThreadSlot(std::int64_t every, std::uint64_t seed) : schedule(every, seed) {}

  std::atomic<std::int64_t> calls{0};
  SampleSchedule schedule;
};

/// The slots of one Sampler. A thread that ends leaves its slot to one that begins, which goes on
/// counting in it; so there are as many as there were threads at once. Thread-safe.
class ThreadSlots : public std::enable_shared_from_this<ThreadSlots> {
 public:
  explicit ThreadSlots(std::int64_t every);

  /// The calling thread's. Allocates the first time.
  [[nodiscard]] ThreadSlot& mine() {
    const Last& last = t_last;
    return last.owner == number_ ? *last.slot : find();
  }

  /// Calls counted so far, by all threads.
  [[nodiscard]] std::int64_t calls() const;

  /// Held while the process forks.
  [[nodiscard]] std::mutex& mutex() noexcept { return mutex_; }

 private:
  class Held;  // what the thread has, and gives back at its end

  /// Whom the thread asked last.
  struct Last {
    std::uint64_t owner = 0;
    ThreadSlot* slot = nullptr;
  };

  ThreadSlot& find();
  ThreadSlot& take();
  void give_back(ThreadSlot& slot);

  // Each call reads it: initial-exec spares those in a shared library a call for that.
  [[gnu::tls_model("initial-exec")]] static constinit thread_local Last t_last;

  const std::int64_t every_;
  const std::uint64_t number_;  // never used twice, as an address may be
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<ThreadSlot>> slots_;
  std::vector<ThreadSlot*> free_;
};

}  // namespace hookstat
