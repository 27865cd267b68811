// What fused groups of operators cost.
#pragma once

#include "hookstat/recording.h"
#include "report/operator_rows.h"

namespace hookstat::reporting {

/// Moves to the rows of fused groups what the calls in them cost by themselves, and notes those
/// calls as `fused_calls` of their operator. Which calls of an operator of a module ran in a group
/// is not known, only how many, so each is taken to cost as much as the others: the sum over all
/// rows stays. Bytes are those of operators that run alone, so they are more than a fused kernel
/// moves. REQUIRES: check_recording passed; each group that ran has a row.
void move_fused_costs(const OperatorRuns& runs, const OperatorRows& rows);

}  // namespace hookstat::reporting
