#include "hookstat/clock.h"

#include <thread>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

namespace hookstat {
namespace {

bool tsc_is_invariant() noexcept {
#if defined(__x86_64__)
  unsigned eax = 0;
  unsigned ebx = 0;
  unsigned ecx = 0;
  unsigned edx = 0;
  constexpr unsigned kAdvancedPowerManagement = 0x80000007U;
  constexpr unsigned kInvariantTsc = 1U << 8U;
  if (__get_cpuid(kAdvancedPowerManagement, &eax, &ebx, &ecx, &edx) == 0) return false;
  return (edx & kInvariantTsc) != 0;
#else
  return false;
#endif
}

}  // namespace

const bool HostClock::uses_tsc_ = tsc_is_invariant();

const char* HostClock::name() noexcept { return uses_tsc_ ? "tsc" : "steady_clock"; }

TickConverter::TickConverter() noexcept
    : start_ticks_(HostClock::ticks()), start_ns_(HostClock::steady_ns()) {}

void TickConverter::calibrate() noexcept {
  constexpr std::int64_t kShortest = 10'000'000;
  const std::int64_t passed = HostClock::steady_ns() - start_ns_;
  if (passed < kShortest) std::this_thread::sleep_for(std::chrono::nanoseconds(kShortest - passed));
  const std::int64_t ticks = HostClock::ticks() - start_ticks_;
  const std::int64_t ns = HostClock::steady_ns() - start_ns_;
  ns_per_tick_ = static_cast<double>(ns) / static_cast<double>(ticks);
}

}  // namespace hookstat
