// The tree of calls that hooks see is the one that eager Python sees.
#include <c10/core/InferenceMode.h>
#include <gtest/gtest.h>

#include <set>

#include "integration/zoo/zoo.h"
#include "model/module_tree.h"

namespace hookstat::testing {
namespace {

TEST(Zoo, HasTheModelsThatAreListed) {
  const ZooIndex index = read_zoo_index();
  EXPECT_EQ(std::set(index.models.begin(), index.models.end()),
            std::set(zoo_names().begin(), zoo_names().end()));
  EXPECT_EQ(index.models.size(), zoo_names().size());
}

class ZooTree : public ZooTest {
 protected:
  /// The tree of the run after `warm_up` others.
  std::string tree_of_run(Instrumentation instrumentation, int warm_up) {
    const c10::InferenceMode inference;
    const ModuleTree tree(model.module);
    const HookedModel hooked(model.module, tree, model.expected.method, {instrumentation, false});
    RunRecorder recorder;
    for (int run = 0; run <= warm_up; ++run) run_hooked(hooked, model, recorder);
    const PairedRun paired = pair_events(recorder.collect(), TickConverter());
    for (const CallSpan& span : paired.spans) EXPECT_FALSE(span.raised);
    return tree_text(calls_of(paired, hooked, tree.modules()));
  }
};

INSTANTIATE_TEST_SUITE_P(All, ZooTree, all_zoo_names(), zoo_test_name);

TEST_P(ZooTree, ListsModulesAndClassesInRegistrationOrder) {
  std::string expected;
  for (const ZooModule& module : model.expected.modules) {
    expected.append(module.path).append(" ").append(module.class_name).append("\n");
  }
  std::string listed;
  const ModuleTree tree(model.module);
  for (const ModuleInfo& module : tree.modules()) {
    listed.append(module.path).append(" ").append(module.class_name).append("\n");
  }
  EXPECT_EQ(listed, expected);
}

TEST_P(ZooTree, OfTheFirstRunIsEagers) {
  EXPECT_EQ(tree_of_run(Instrumentation::kTime, 0), tree_text(model.expected.calls));
}

TEST_P(ZooTree, OfAnOptimisedRunIsEagers) {
  EXPECT_EQ(tree_of_run(Instrumentation::kTime, 3), tree_text(model.expected.calls));
}

TEST_P(ZooTree, WithValuesIsEagers) {
  EXPECT_EQ(tree_of_run(Instrumentation::kValues, 1), tree_text(model.expected.calls));
}

}  // namespace
}  // namespace hookstat::testing
