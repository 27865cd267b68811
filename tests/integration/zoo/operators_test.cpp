// No operator counts at a module that did not run it, in the first run nor in an optimised one.
#include <c10/core/InferenceMode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "integration/zoo/zoo.h"
#include "measure/operator_recorder.h"
#include "model/module_tree.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;

class ZooOperators : public ZooTest {
 protected:
  /// The outermost operators with a kernel of their own, as eager Python counts them, of the run
  /// after `warm_up` others.
  std::string counts_of_run(int warm_up) {
    const c10::InferenceMode inference;
    const ModuleTree tree(model.module);
    const HookedModel hooked(model.module, tree, model.expected.method, {});
    RunRecorder warming;
    for (int run = 0; run < warm_up; ++run) run_hooked(hooked, model, warming);
    static_cast<void>(warming.collect());
    RunRecorder recorder;
    OperatorRecorder operators(recorder);
    run_hooked(hooked, model, recorder);
    const PairedRun paired = pair_events(recorder.collect(), TickConverter());
    std::vector<std::string> paths;
    for (const ZooCall& call : calls_of(paired, hooked, tree.modules())) paths.push_back(call.path);
    return counts_text(count(operators.take(), paired, paths));
  }

  /// The same in the module that the mark around the operator names.
  std::string counts_of_marked_run() {
    const c10::InferenceMode inference;
    const ModuleTree tree(model.module);
    HookedModel marked(model.module, tree, model.expected.method,
                       {Instrumentation::kOperators, false});
    RunRecorder warming;
    for (int run = 0; run < 2; ++run) run_hooked(marked, model, warming);
    marked.mark_operators();
    for (int run = 0; run < 2; ++run) run_hooked(marked, model, warming);
    static_cast<void>(warming.collect());
    RunRecorder recorder;
    OperatorRecorder operators(recorder);
    run_hooked(marked, model, recorder);
    const PairedRun paired = pair_events(recorder.collect(), TickConverter());
    const std::vector<OperatorSite> sites = marked.operators();
    std::vector<std::string> paths;
    for (const CallSpan& span : paired.spans) {
      const auto site = static_cast<std::size_t>(span.site);
      const auto module = static_cast<std::size_t>(sites.at(site).module);
      paths.push_back(site == 0 ? "between marks" : tree.modules().at(module).path);
    }
    return counts_text(count(operators.take(), paired, paths));
  }

 private:
  static OperatorCounts count(const std::vector<RecordedOperator>& operators,
                              const PairedRun& paired, const std::vector<std::string>& paths) {
    const std::vector<std::string> names = read_zoo_index().not_compared;
    const std::set<std::string> not_compared(names.begin(), names.end());
    OperatorCounts counts;
    std::vector<bool> inside;  // itself or one around it has a kernel of its own
    for (const RecordedOperator& recorded : operators) {
      const OpCall& call = recorded.call;
      const bool is_inner = call.parent >= 0 && inside.at(static_cast<std::size_t>(call.parent));
      inside.push_back(is_inner || !call.composite);
      const std::string name = out_of_place(call.name);
      if (is_inner || call.composite || not_compared.contains(name)) continue;
      ++counts[path_of(recorded, paired, paths)][name];
    }
    return counts;
  }

  /// The module in whose code the operator was called.
  static std::string path_of(const RecordedOperator& recorded, const PairedRun& paired,
                             const std::vector<std::string>& paths) {
    const auto& open_after = paired.open_after.at(static_cast<std::size_t>(recorded.task));
    if (recorded.events_before == 0) return "before any event";
    const std::int32_t span = open_after.at(recorded.events_before - 1);
    return span < 0 ? "outside all calls" : paths.at(static_cast<std::size_t>(span));
  }
};

INSTANTIATE_TEST_SUITE_P(All, ZooOperators, all_zoo_names(), zoo_test_name);

TEST_P(ZooOperators, OfTheFirstRunAreEagers) {
  if (!model.expected.operators_differ.empty()) return;  // the list is checked below
  EXPECT_EQ(counts_of_run(0), counts_text(model.expected.operators));
}

TEST_P(ZooOperators, OfAnOptimisedRunAreEagers) {
  if (!model.expected.operators_differ.empty()) return;
  EXPECT_EQ(counts_of_run(4), counts_text(model.expected.optimised_operators));
}

TEST_P(ZooOperators, OfAMarkedPlanLieInMarksOfTheirModule) {
  if (!model.expected.operators_differ.empty()) return;
  EXPECT_EQ(counts_of_marked_run(), counts_text(model.expected.optimised_operators));
}

TEST(ZooExceptions, AreTheModelsWhoseOperatorsEagerPythonCannotTell) {
  std::vector<std::string> excepted;
  for (const std::string& name : zoo_names()) {
    if (!read_expectation(name).operators_differ.empty()) excepted.push_back(name);
  }
  EXPECT_THAT(excepted, ElementsAre("optimised_in_process", "optimised_in_process_traced"));
}

}  // namespace
}  // namespace hookstat::testing
