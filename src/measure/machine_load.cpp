#include "measure/machine_load.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

#include "hookstat/clock.h"

namespace hookstat {
namespace {

constexpr double kNsPerSecond = 1e9;

/// Of all cores together: the first line of /proc/stat, in ticks: user, nice, system, idle, iowait,
/// irq, softirq, steal. Time of guests is in user and nice already.
std::optional<double> machine_busy_s() {
  std::ifstream file("/proc/stat");
  std::string label;
  double user = 0;
  double nice = 0;
  double system = 0;
  double idle = 0;
  double iowait = 0;
  double irq = 0;
  double softirq = 0;
  double steal = 0;
  file >> label >> user >> nice >> system >> idle >> iowait >> irq >> softirq >> steal;
  const long ticks = sysconf(_SC_CLK_TCK);
  // A system that emulates the file may have zeros in it.
  if (!file || label != "cpu" || ticks <= 0 || user + system == 0) return std::nullopt;
  return (user + nice + system + irq + softirq + steal) / static_cast<double>(ticks);
}

double own_busy_s() {
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
  constexpr double kUsPerSecond = 1e6;
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / kUsPerSecond;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::optional<double> waiting_s() {
  std::optional<double> sum;
  std::error_code error;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", error)) {
    std::ifstream file(task.path() / "schedstat");
    double running_ns = 0;
    double waiting_ns = 0;
    if (file >> running_ns >> waiting_ns) sum = sum.value_or(0.0) + waiting_ns / kNsPerSecond;
  }
  return sum;
}

}  // namespace

LoadMeter::LoadMeter() : start_(now()) {}

LoadMeter::Counters LoadMeter::now() {
  return {HostClock::steady_ns(), machine_busy_s(), own_busy_s(), waiting_s()};
}

MachineLoad LoadMeter::read(std::int64_t threads) const {
  constexpr double kShortestS = 0.05;
  const Counters stop = now();
  const double elapsed_s = static_cast<double>(stop.steady_ns - start_.steady_ns) / kNsPerSecond;
  MachineLoad load;
  if (elapsed_s < kShortestS) return load;
  if (start_.machine_busy_s && stop.machine_busy_s) {
    const double busy_s = *stop.machine_busy_s - *start_.machine_busy_s;
    const double own_s = stop.own_busy_s - start_.own_busy_s;
    load.other_cores_busy = std::max(0.0, (busy_s - own_s) / elapsed_s);
  }
  if (start_.waiting_s && stop.waiting_s) {
    const double wanted_s = elapsed_s * static_cast<double>(std::max<std::int64_t>(threads, 1));
    load.waiting_percent = std::max(0.0, 100.0 * (*stop.waiting_s - *start_.waiting_s) / wanted_s);
  }
  return load;
}

}  // namespace hookstat
