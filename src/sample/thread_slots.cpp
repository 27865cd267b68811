#include "sample/thread_slots.h"

#include <algorithm>

namespace hookstat {
namespace {

// The thread is at its end, where destructors of other people's may still call.
constinit thread_local bool t_ending = false;

std::uint64_t next_number() {
  static std::atomic<std::uint64_t> last{0};
  return ++last;
}

}  // namespace

constinit thread_local ThreadSlots::Last ThreadSlots::t_last;

class ThreadSlots::Held {
 public:
  Held() = default;
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() {
    t_ending = true;
    t_last = {};
    for (const Entry& entry : entries_) {
      if (const auto owner = entry.owner.lock()) owner->give_back(*entry.slot);
    }
  }

  ThreadSlot& slot_of(ThreadSlots& slots) {
    const auto is_its = [&](const Entry& entry) { return entry.number == slots.number_; };
    const auto found = std::ranges::find_if(entries_, is_its);
    if (found != entries_.end()) return *found->slot;
    std::erase_if(entries_, [](const Entry& entry) { return entry.owner.expired(); });
    entries_.push_back({slots.number_, slots.weak_from_this(), &slots.take()});
    return *entries_.back().slot;
  }

 private:
  struct Entry {
    std::uint64_t number;
    std::weak_ptr<ThreadSlots> owner;
    ThreadSlot* slot;
  };
  std::vector<Entry> entries_;
};

ThreadSlots::ThreadSlots(std::int64_t every) : every_(every), number_(next_number()) {}

std::int64_t ThreadSlots::calls() const {
  const std::scoped_lock lock(mutex_);
  std::int64_t calls = 0;
  for (const auto& slot : slots_) calls += slot->calls.load(std::memory_order_relaxed);
  return calls;
}

ThreadSlot& ThreadSlots::find() {
  thread_local Held held;
  // Nobody gives this one back: rare, and better than a call that is in no count.
  ThreadSlot& slot = t_ending ? take() : held.slot_of(*this);
  t_last = {number_, &slot};
  return slot;
}

ThreadSlot& ThreadSlots::take() {
  const std::scoped_lock lock(mutex_);
  if (!free_.empty()) {
    ThreadSlot* slot = free_.back();
    free_.pop_back();
    return *slot;
  }
  slots_.push_back(std::make_unique<ThreadSlot>(every_, slots_.size() + 1));
  free_.reserve(slots_.size());  // so that giving back allocates nothing
  return *slots_.back();
}

void ThreadSlots::give_back(ThreadSlot& slot) {
  const std::scoped_lock lock(mutex_);
  free_.push_back(&slot);
}

}  // namespace hookstat
