#include "core/fork_locks.h"

#include <pthread.h>

#include <set>
#include <utility>

namespace hookstat {

/// The handlers of the process, and what they go through.
struct ForkHandlers {
  std::mutex mutex;
  std::set<ForkLocks*> all;

  ForkHandlers() { pthread_atfork(&lock, &unlock, &begin_child); }

  static ForkHandlers& get() {
    // Never destroyed: what is destroyed at exit may still ask for it.
    static auto* const handlers = new ForkHandlers;  // NOLINT(cppcoreguidelines-owning-memory)
    return *handlers;
  }

  static void lock() {
    get().mutex.lock();
    for (const ForkLocks* locks : get().all) {
      for (std::mutex* each : locks->mutexes_) each->lock();
    }
  }

  static void unlock() {
    for (const ForkLocks* locks : get().all) {
      for (std::mutex* each : locks->mutexes_) each->unlock();
    }
    get().mutex.unlock();
  }

  static void begin_child() {
    for (const ForkLocks* locks : get().all) {
      if (locks->in_child_) locks->in_child_();
    }
    unlock();
  }
};

ForkLocks::ForkLocks(std::vector<std::mutex*> mutexes, std::function<void()> in_child)
    : mutexes_(std::move(mutexes)), in_child_(std::move(in_child)) {
  ForkHandlers& handlers = ForkHandlers::get();
  const std::scoped_lock lock(handlers.mutex);
  handlers.all.insert(this);
}

ForkLocks::~ForkLocks() {
  ForkHandlers& handlers = ForkHandlers::get();
  const std::scoped_lock lock(handlers.mutex);
  handlers.all.erase(this);
}

}  // namespace hookstat
