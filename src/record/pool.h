// Objects that are used by one thread at a time, and again by others.
#pragma once

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace hookstat {

/// Keeps as many as were in use at once. Thread-safe.
template <class Object>
class Pool {
 public:
  /// One that was put back, else a new one.
  [[nodiscard]] std::unique_ptr<Object> take() {
    const std::scoped_lock lock(mutex_);
    if (free_.empty()) return std::make_unique<Object>();
    std::unique_ptr<Object> object = std::move(free_.back());
    free_.pop_back();
    return object;
  }

  void put_back(std::unique_ptr<Object> object) {
    const std::scoped_lock lock(mutex_);
    free_.push_back(std::move(object));
  }

  /// Held while the process forks.
  [[nodiscard]] std::mutex& mutex() noexcept { return mutex_; }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<Object>> free_;
};

}  // namespace hookstat
