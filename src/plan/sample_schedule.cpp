#include "plan/sample_schedule.h"

#include <algorithm>

namespace hookstat {

SampleSchedule::SampleSchedule(std::int64_t every, std::uint64_t seed) : every_(every) {
  // The first numbers of small seeds are alike; a seed sequence mixes them.
  std::seed_seq mixed{seed, seed >> 32U};
  random_.seed(mixed);
  draw();
}

void SampleSchedule::draw() {
  hooked_ = std::uniform_int_distribution<std::int64_t>(1, every_)(random_);
  plain_ = 0;
  if (every_ > 1) {
    plain_ = std::uniform_int_distribution<std::int64_t>(1, every_ - 1)(random_);
    if (plain_ >= hooked_) ++plain_;
  }
  const bool plain_first = plain_ > 0 && plain_ < hooked_;
  kind_ = plain_first ? SampleKind::kPlain : SampleKind::kHooked;
  next_ = block_ + (plain_first ? plain_ : hooked_);
}

void SampleSchedule::advance() {
  const std::int64_t last = block_ + std::max(hooked_, plain_);
  if (next_ < last) {
    next_ = last;
    kind_ = kind_ == SampleKind::kPlain ? SampleKind::kHooked : SampleKind::kPlain;
    return;
  }
  block_ += every_;
  draw();
}

}  // namespace hookstat
