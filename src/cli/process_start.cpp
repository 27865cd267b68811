#include "cli/process_start.h"

#include <unistd.h>

#include <ctime>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "hookstat/clock.h"

namespace hookstat::cli {
namespace {

constexpr std::int64_t kNsPerSecond = 1'000'000'000;

/// Clock ticks from boot to the start of the process; 0 where unknown.
std::int64_t ticks_at_start() {
  std::ifstream file("/proc/self/stat");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const std::size_t after_name = text.rfind(')');  // the name may hold anything
  if (after_name == std::string::npos) return 0;
  std::istringstream fields(text.substr(after_name + 1));
  constexpr int kFieldsBefore = 19;  // from state (3) to itrealvalue (21)
  std::string skipped;
  for (int i = 0; i < kFieldsBefore; ++i) fields >> skipped;
  std::int64_t ticks = 0;
  fields >> ticks;
  return fields ? ticks : 0;
}

}  // namespace

std::int64_t process_start_ns() {
  const std::int64_t ticks = ticks_at_start();
  timespec since_boot{};
  const std::int64_t per_second = sysconf(_SC_CLK_TCK);
  if (ticks == 0 || per_second <= 0 || clock_gettime(CLOCK_BOOTTIME, &since_boot) != 0) return 0;
  const std::int64_t now = since_boot.tv_sec * kNsPerSecond + since_boot.tv_nsec;
  const std::int64_t age = now - ticks * (kNsPerSecond / per_second);
  return age < 0 ? 0 : HostClock::steady_ns() - age;
}

}  // namespace hookstat::cli
