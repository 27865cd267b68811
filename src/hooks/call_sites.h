// Numbers the call sites. Thread-safe: dynamic receivers add theirs while the model runs.
#pragma once

#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "hookstat/recording.h"

namespace hookstat {

class CallSiteTable {
 public:
  SiteId add(ModuleIndex module, std::string method, bool dynamic) {
    const std::scoped_lock lock(mutex_);
    sites_.push_back({module, std::move(method), dynamic});
    return static_cast<SiteId>(sites_.size() - 1);
  }

  [[nodiscard]] std::vector<CallSite> all() const {
    const std::scoped_lock lock(mutex_);
    return sites_;
  }

  [[nodiscard]] std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return sites_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::vector<CallSite> sites_;
};

}  // namespace hookstat
