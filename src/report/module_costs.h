// What each module cost: the priced operators of the analysis run, added up.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hookstat/recording.h"
#include "hookstat/report.h"

namespace hookstat::reporting {

struct ModuleCosts {
  std::vector<CostSummary> inclusive;  ///< by module
  std::vector<CostSummary> exclusive;  ///< by module
  /// By module: the dtype that most of its exclusive FLOPs are in; nullopt without FLOPs.
  std::vector<std::optional<std::string>> dtypes;
  Cost total;
  std::vector<OperatorReport> operators;
  std::vector<UncountedReport> uncounted;  ///< without time_percent_at_most
};

/// Of calls that stand together: uncounted if one of them is, else priced if one of them is.
[[nodiscard]] PriceState joined(PriceState a, PriceState b);

/// `calls`: what price_calls says of recording.operators. Exclusive cost: of the operators that the
/// module's own code called. Inclusive cost: of those that ran inside its calls, whoever called
/// them; where OpCall::module_call is unknown, inside the calls of its registered parents. A module
/// without calls in `modules`: the sum of its descendants' exclusive costs. Operators stand by
/// module, then in order of first call; a (module, name) whose calls differ is uncounted if one of
/// them is, else priced if one of them is. Uncounted ones stand in order of first call. REQUIRES:
/// check_recording and fill_calls ran.
[[nodiscard]] ModuleCosts module_costs(const Recording& recording,
                                       const std::vector<PricedCall>& calls,
                                       const std::vector<ModuleReport>& modules);

}  // namespace hookstat::reporting
