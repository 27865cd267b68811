// Joins the two analysis runs: module calls with their tensors, and operators attributed to them.
#pragma once

#include <vector>

#include "hooks/hooked_model.h"
#include "hookstat/recording.h"
#include "measure/operator_recorder.h"
#include "record/pairing.h"
#include "record/task.h"

namespace hookstat {

/// What one hooked run left behind.
struct HookedRun {
  std::vector<TaskEvents> tasks;
  PairedRun paired;
  std::vector<CallSite> sites;
};

/// The times of the spans mean nothing.
[[nodiscard]] HookedRun read_run(std::vector<TaskEvents> tasks, const HookedModel& hooked);

/// The module calls of a run with values.
[[nodiscard]] std::vector<ModuleCall> module_calls_of(const HookedRun& run);

/// Attributes operators recorded in the run `operators_run` to the calls of another run of the same
/// model, as module_calls_of lists them: the k-th call of a module's method in a task there is the
/// k-th here, and the k-th task forked by a task there is the k-th here. So bodies that run at the
/// same time keep apart, in whatever order they came.
[[nodiscard]] std::vector<OpCall> attribute_operators(std::vector<RecordedOperator> operators,
                                                      const HookedRun& operators_run,
                                                      const HookedRun& values_run);

/// Floating-point numbers that the outermost operators returned, by the module that called them;
/// modules without any are left out.
[[nodiscard]] std::vector<DenormalCount> denormals_of(const std::vector<OpCall>& operators);

}  // namespace hookstat
