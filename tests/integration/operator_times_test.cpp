// --operators: every operator timed as the executor runs it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <numeric>
#include <set>
#include <string>

#include "hooks/hooked_model.h"
#include "hookstat/error.h"
#include "hookstat/profile.h"
#include "integration/models.h"
#include "model/module_tree.h"
#include "record/task.h"

namespace hookstat::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Optional;

ProfileOptions with_operators() {
  ProfileOptions options = quick();
  options.operators = true;
  return options;
}

/// Models with blocks, branches, receivers chosen at run time, forks and recurrent layers.
struct Case {
  const char* model;
  const char* input;
};

class TimedOperators : public ::testing::TestWithParam<Case> {
 protected:
  Report report = profile_model(GetParam().model, {GetParam().input}, with_operators());
};

INSTANTIATE_TEST_SUITE_P(Models, TimedOperators,
                         ::testing::Values(Case{"plain", "1x3x16x16"},
                                           Case{"plain_traced", "1x3x16x16"},
                                           Case{"layer_lstm", "5x3x11"},
                                           Case{"layer_transformer", "5x3x16"}),
                         [](const auto& tested) { return std::string(tested.param.model); });

TEST_P(TimedOperators, AreAllOfThoseThatWerePriced) {
  ASSERT_TRUE(report.operator_timing);
  EXPECT_TRUE(report.settings.operators);
  EXPECT_EQ(report.operator_timing->latency_ns.count, 3);
  EXPECT_THAT(report.operators, Not(::testing::IsEmpty()));
  for (const OperatorReport& op : report.operators) {
    EXPECT_TRUE(op.time_ns) << op.module << " " << op.name;
  }
}

TEST_P(TimedOperators, AddUpToLessThanTheCall) {
  double sum = 0;
  for (const OperatorReport& op : report.operators) sum += op.time_ns.value_or(0);
  const OperatorTiming& timing = *report.operator_timing;
  EXPECT_NEAR(sum, timing.operators_ns, 1e-6 * sum);
  EXPECT_GT(timing.operators_ns, 0);
  EXPECT_GT(timing.between_ns, 0);
  EXPECT_LE(timing.operators_ns + timing.between_ns, timing.latency_ns.mean);
}

TEST(OperatorMarks, AreNotAskedForUnlessTheOptionIs) {
  const Report report = profile_model("plain", {"1x3x16x16"});
  EXPECT_FALSE(report.operator_timing);
  EXPECT_FALSE(report.settings.operators);
  EXPECT_THAT(report.operators, Each(Field(&OperatorReport::time_ns, std::nullopt)));
}

TEST(OperatorMarks, StandAroundTheOperatorsOfTheFinishedPlan) {
  const torch::jit::Module module = load("plain");
  const ModuleTree tree(module);
  HookedModel marked(module, tree, "forward", {Instrumentation::kOperators, false});
  const ModelInputs inputs = inputs_for(module, {"1x3x16x16"});
  RunRecorder recorder;
  EXPECT_THROW(marked.mark_operators(), InputError);
  marked.run(recorder, inputs);
  marked.run(recorder, inputs);
  EXPECT_THAT(marked.graph_text(), Not(HasSubstr("hookstat::mark")));
  marked.mark_operators();
  EXPECT_THAT(marked.graph_text(), AllOf(HasSubstr("hookstat::mark"), HasSubstr("aten::conv2d")));
  EXPECT_EQ(marked.operators().front(), OperatorSite{});
  EXPECT_THAT(marked.operators(),
              Contains(AllOf(Field(&OperatorSite::module, tree.index_of("blocks.1.conv2")),
                             Field(&OperatorSite::name, "aten::conv2d"),
                             Field(&OperatorSite::source_line, ::testing::Ge(0)))));
}

TEST(OperatorMarks, OfABranchThatIsNotTakenAreNoTimes) {
  torch::jit::Module model("Model");
  model.define(R"(
def forward(self, x):
  if bool(x.sum() > 1e9):
    return torch.tanh(x)
  return torch.relu(x)
)");
  const Report report = profile(model, {{at::ones({4})}, {}}, with_operators());
  std::set<std::string> names;
  for (const OperatorReport& op : report.operators) names.insert(op.name);
  EXPECT_THAT(names, AllOf(Contains("aten::relu"), Not(Contains("aten::tanh"))));
}

TEST(OperatorMarks, CountEachPassOfALoop) {
  torch::jit::Module model("Model");
  model.define(R"(
def forward(self, x):
  for i in range(int(x.sum())):
    x = torch.relu(x) + 0.0
  return x
)");
  const Report report = profile(model, {{at::full({4}, 2.0)}, {}}, with_operators());
  std::map<std::string, std::int64_t> calls;
  for (const OperatorReport& op : report.operators) calls[op.name] = op.calls;
  EXPECT_EQ(calls["aten::relu"], 8);
  EXPECT_EQ(calls["aten::add"], 8);
}

TEST(OperatorMarks, AreInTheSimpleExecutorsPlanToo) {
  ProfileOptions options = with_operators();
  options.strict = true;
  const Report report = profile_model("plain", {"1x3x16x16"}, options);
  ASSERT_TRUE(report.operator_timing);
  EXPECT_GT(report.operator_timing->operators_ns, 0);
}

}  // namespace
}  // namespace hookstat::testing
