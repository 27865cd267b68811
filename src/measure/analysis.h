// Joins the two analysis runs: module calls with their tensors, and operators attributed to them.
#pragma once

#include <vector>

#include "hookstat/recording.h"
#include "measure/operator_recorder.h"
#include "record/pairing.h"

namespace hookstat {

/// The module calls of a run with values.
[[nodiscard]] std::vector<ModuleCall> module_calls_of(const PairedRun& run,
                                                      const std::vector<TaskEvents>& tasks,
                                                      const std::vector<CallSite>& sites);

/// Attributes operators recorded in another run of the same model to `calls`: the k-th call of a
/// module's method there is the k-th here. `run` and `sites` are those of the operators' run.
[[nodiscard]] std::vector<OpCall> attribute_operators(std::vector<RecordedOperator> operators,
                                                      const PairedRun& run,
                                                      const std::vector<CallSite>& sites,
                                                      const std::vector<ModuleCall>& calls);

}  // namespace hookstat
