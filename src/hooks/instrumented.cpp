#include "hooks/instrumented.h"

#include <torch/csrc/jit/runtime/graph_executor.h>

#include "hookstat/error.h"

namespace hookstat {

MarkedPlan marked_plan(torch::jit::GraphFunction& function, OperatorTable& table) {
  try {
    const auto state = function.get_executor().getDebugState();
    auto graph = state.execution_plans.begin()->second.graph->copy();
    mark_operators(*graph, table, 0);
    torch::jit::Code code(graph, function.name());
    return {std::move(graph), std::move(code)};
  } catch (const c10::Error&) {  // it asserts that there is a plan
    throw InputError("the executor has no finished plan of '" + function.name() +
                     "', so its operators cannot be timed");
  }
}

}  // namespace hookstat
