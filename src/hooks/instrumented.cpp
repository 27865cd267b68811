#include "hooks/instrumented.h"

#include "hooks/executor_groups.h"
#include "hookstat/error.h"

namespace hookstat {

MarkedPlan marked_plan(torch::jit::GraphFunction& function, MarkTables& tables) {
  const auto plans = finished_plans(function);
  if (plans.empty()) {
    throw InputError("the executor has no finished plan of '" + function.name() +
                     "', so its operators cannot be timed");
  }
  auto graph = plans.front()->copy();
  mark_operators(*graph, tables, 0);
  torch::jit::Code code(graph, function.name());
  return {std::move(graph), std::move(code)};
}

}  // namespace hookstat
