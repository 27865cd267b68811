#include "cli/case_place.h"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>

namespace hookstat::cli {
namespace {

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// "4711_3" of an array. Its last task has the array's own number as SLURM_JOB_ID.
std::string job() {
  const std::string array = variable("SLURM_ARRAY_JOB_ID");
  if (array.empty()) return variable("SLURM_JOB_ID");
  return array + "_" + variable("SLURM_ARRAY_TASK_ID");
}

}  // namespace

sweep::CasePlace this_place() {
  sweep::CasePlace place;
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) == 0) place.host = host.data();
  place.job = job();
  place.partition = variable("SLURM_JOB_PARTITION");
  place.node = variable("SLURMD_NODENAME");
  place.restarts = std::atoll(variable("SLURM_RESTART_COUNT").c_str());
  return place;
}

}  // namespace hookstat::cli
