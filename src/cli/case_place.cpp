#include "cli/case_place.h"

#include <cstdlib>
#include <string>

#include "core/host.h"

namespace hookstat::cli {
namespace {

/// "4711_3" of an array. Its last task has the array's own number as SLURM_JOB_ID.
std::string job() {
  const std::string array = environment_variable("SLURM_ARRAY_JOB_ID");
  if (array.empty()) return environment_variable("SLURM_JOB_ID");
  return array + "_" + environment_variable("SLURM_ARRAY_TASK_ID");
}

}  // namespace

sweep::CasePlace this_place() {
  sweep::CasePlace place;
  place.host = host_name();
  place.job = job();
  place.partition = environment_variable("SLURM_JOB_PARTITION");
  place.node = environment_variable("SLURMD_NODENAME");
  place.restarts = std::atoll(environment_variable("SLURM_RESTART_COUNT").c_str());
  return place;
}

}  // namespace hookstat::cli
