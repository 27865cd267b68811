#include "sample/fork_locks.h"

#include <pthread.h>

#include <set>
#include <utility>

namespace hookstat {

/// The handlers of the process, and what they go through.
struct ForkHandlers {
  std::mutex mutex;
  std::set<ForkLocks*> all;

  ForkHandlers() { pthread_atfork(&lock, &unlock, &unlock); }

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
};

ForkLocks::ForkLocks(std::vector<std::mutex*> mutexes) : mutexes_(std::move(mutexes)) {
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
