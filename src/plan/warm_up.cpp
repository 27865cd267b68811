#include "plan/warm_up.h"

#include <algorithm>
#include <string>

#include "hookstat/error.h"

namespace hookstat {
namespace {

constexpr std::int64_t kLeastRounds = 2;  // and the last
constexpr std::int64_t kMostRounds = 1'000;
constexpr std::int64_t kLeastNs = 50'000'000;
constexpr std::int64_t kMostNs = 5'000'000'000;
constexpr std::int64_t kQuietRounds = 2;
constexpr std::int64_t kQuietNs = 300'000'000;
constexpr double kNoFaster = 0.97;

}  // namespace

WarmUp::WarmUp(std::optional<std::int64_t> rounds) : fixed_(rounds) {
  if (rounds && *rounds < 1) {
    throw InputError("--warmup " + std::to_string(*rounds) + ": must be at least 1");
  }
}

bool WarmUp::Fastest::add(std::int64_t latency_ns) noexcept {
  const bool first = ns == std::numeric_limits<std::int64_t>::max();
  const bool quiet =
      !first && static_cast<double>(latency_ns) >= kNoFaster * static_cast<double>(ns);
  ns = std::min(ns, latency_ns);
  return quiet;
}

void WarmUp::add(std::int64_t baseline_ns, std::int64_t hooked_ns) {
  ++rounds_;
  const std::int64_t round_ns = baseline_ns + hooked_ns;
  elapsed_ns_ += round_ns;
  compared_ = baseline_.ns != std::numeric_limits<std::int64_t>::max();
  const bool baseline_quiet = baseline_.add(baseline_ns);
  const bool hooked_quiet = hooked_.add(hooked_ns);
  const bool quiet = baseline_quiet && hooked_quiet;
  quiet_rounds_ = quiet ? quiet_rounds_ + 1 : 0;
  quiet_ns_ = quiet ? quiet_ns_ + round_ns : 0;
}

bool WarmUp::is_quiet() const noexcept {
  return quiet_rounds_ >= kQuietRounds || quiet_ns_ >= kQuietNs;
}

bool WarmUp::is_done() const noexcept {
  if (fixed_) return rounds() >= *fixed_;
  if (rounds_ < kLeastRounds) return false;
  if ((elapsed_ns_ >= kMostNs && compared_) || rounds_ >= kMostRounds) return true;
  return is_quiet() && elapsed_ns_ >= kLeastNs;
}

double WarmUp::progress() const noexcept {
  const auto rounds = static_cast<double>(rounds_);
  if (fixed_) return std::min(1.0, rounds / static_cast<double>(*fixed_));
  // It mostly takes five.
  constexpr double kUsualRounds = 5;
  return is_done() ? 1.0 : std::min(0.9, rounds / kUsualRounds);
}

}  // namespace hookstat
