// Numbers what has marks. Thread-safe: dynamic receivers add theirs while the model runs.
#pragma once

#include <mutex>
#include <utility>
#include <vector>

#include "hookstat/recording.h"

namespace hookstat {

template <class Site>
class SiteTable {
 public:
  SiteId add(Site site) {
    const std::scoped_lock lock(mutex_);
    sites_.push_back(std::move(site));
    return static_cast<SiteId>(sites_.size() - 1);
  }

  [[nodiscard]] std::vector<Site> all() const {
    const std::scoped_lock lock(mutex_);
    return sites_;
  }

  [[nodiscard]] std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return sites_.size();
  }

  /// Held while the process forks.
  [[nodiscard]] std::mutex& mutex() noexcept { return mutex_; }

 private:
  mutable std::mutex mutex_;
  std::vector<Site> sites_;
};

}  // namespace hookstat
