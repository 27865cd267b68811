// What a Sampler can say besides times: model, machine, settings, and what its first sample did.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "hookstat/recording.h"

namespace hookstat {

/// A recording that is handed out and replaced as a whole, so that nobody copies it under a lock.
/// Thread-safe.
class SampleDescription {
 public:
  explicit SampleDescription(Recording recording);

  [[nodiscard]] std::shared_ptr<const Recording> get() const;

  /// Takes what was recorded of the first sample: calls, operators, denormals, inputs, settings.
  void set_sample(Recording sample);
  /// Each text once, and no more than a handful.
  void add_warning(const std::string& code, const std::string& message);

  /// Held while the process forks.
  [[nodiscard]] std::mutex& mutex() noexcept { return mutex_; }

 private:
  template <class Change>
  void change(const Change& change);

  mutable std::mutex mutex_;
  std::shared_ptr<const Recording> recording_;
};

}  // namespace hookstat
