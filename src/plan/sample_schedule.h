// Which calls of a thread are samples.
#pragma once

#include <cstdint>
#include <random>

namespace hookstat {

/// What is done with a call.
enum class SampleKind : std::uint8_t {
  kHooked,  ///< goes through the hooks
  kPlain,   ///< goes through the model itself, and is timed as a whole
};

/// Of each block of `every` calls one is hooked, and, where there are two, another is timed plain,
/// at places drawn anew for each block: a share that is exact, and no rhythm that a rhythm of the
/// calls could meet (stratified sampling). Not thread-safe: one a thread.
class SampleSchedule {
 public:
  /// REQUIRES: every > 0.
  SampleSchedule(std::int64_t every, std::uint64_t seed);

  /// The number of the next call that is a sample; the first call of all is 1.
  [[nodiscard]] std::int64_t next() const noexcept { return next_; }
  /// What is done with that.
  [[nodiscard]] SampleKind kind() const noexcept { return kind_; }
  /// Goes on to the sample after it.
  void advance();

 private:
  void draw();

  std::int64_t every_;
  std::minstd_rand random_;
  std::int64_t block_ = 0;   // calls before the block
  std::int64_t hooked_ = 0;  // places in the block, from 1; plain 0: none
  std::int64_t plain_ = 0;
  std::int64_t next_ = 0;
  SampleKind kind_ = SampleKind::kHooked;
};

}  // namespace hookstat
