// What a call of `hookstat sweep` has to do: the cases, the folder, and what is left of them.
#pragma once

#include <string>
#include <vector>

#include "cli/sweep_command.h"
#include "sweep/plan.h"
#include "sweep/sweep_folder.h"

namespace hookstat::cli {

/// A plan with faults; all of them are told.
class BadPlan {
 public:
  explicit BadPlan(std::vector<sweep::Problem> problems) : problems_(std::move(problems)) {}

  void tell(const std::string& path) const;

 private:
  std::vector<sweep::Problem> problems_;
};

struct SweepTask {
  sweep::SweepFolder folder;
  sweep::SweepIndex index;
  bool is_known = false;     ///< the folder has this sweep already
  bool has_results = false;  ///< of this sweep or of another
};

/// Of a plan and -o, or of a folder alone. Throws BadPlan; InputError where the folder is missing
/// or has no sweep.
[[nodiscard]] SweepTask read_task(const SweepArguments& arguments);

/// Throws InputError where the folder has results that nobody said are to be gone on with.
void check_folder(const SweepTask& task, const SweepArguments& arguments);

/// Those of the shard that are not done, in order; `retry_failed`: what ended badly is not. Warns
/// of results that cannot be read.
[[nodiscard]] std::vector<const sweep::Case*> cases_left(const SweepTask& task, const Shard& shard,
                                                         bool retry_failed);

/// Throws InputError where a case is for a device that this machine has not: rows that say no more
/// would count as done on the machine that has it.
void check_devices(const std::vector<const sweep::Case*>& cases, const SweepArguments& arguments);

/// Warns where cases want more cores than this process may use.
void warn_of_few_cores(const std::vector<const sweep::Case*>& cases);

/// Warns of results in the folder that are of no case of the plan.
void warn_of_orphans(const SweepTask& task);

}  // namespace hookstat::cli
