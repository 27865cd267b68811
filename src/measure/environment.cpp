#include "measure/environment.h"

#include <ATen/Parallel.h>
#include <sys/utsname.h>
#include <torch/version.h>

#include <fstream>
#include <string>
#include <thread>

#include "hookstat/clock.h"
#include "measure/cores.h"

namespace hookstat {
namespace {

std::string operating_system() {
  utsname name{};
  if (uname(&name) != 0) return "unknown";
  return std::string(name.sysname) + " " + name.release + " " + name.machine;
}

std::string cpu_name() {
  std::ifstream cpuinfo("/proc/cpuinfo");
  for (std::string line; std::getline(cpuinfo, line);) {
    const std::size_t colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown";
}

}  // namespace

EnvironmentDescription describe_environment() {
  EnvironmentDescription environment;
  environment.os = operating_system();
  environment.cpu = cpu_name();
  environment.logical_cores = std::thread::hardware_concurrency();
  environment.threads = at::get_num_threads();
  environment.interop_threads = static_cast<std::int64_t>(at::get_num_interop_threads());
  environment.usable_cores = usable_cores();
  environment.host_clock = HostClock::name();
  environment.libtorch_version = TORCH_VERSION;
  return environment;
}

}  // namespace hookstat
