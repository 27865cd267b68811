// What breaks naive hooks: forks, receivers chosen at run time, hooks saved in the model, objects
// of script classes.
#include <ATen/Parallel.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hookstat/profile.h"
#include "integration/models.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

double exclusive_sum(const Report& report) {
  double sum = 0;
  for (const ModuleReport& module : report.modules) sum += module.time_percent.value_or(0);
  return sum;
}

TEST(ForkedModules, AreCountedAndTimed) {
  const Report report = profile_model("forks", {"64x16"});
  EXPECT_EQ(module_at(report, "left").calls, 1);  // the second fork is waited for by nobody
  EXPECT_EQ(module_at(report, "left.fc").calls, 1);
  EXPECT_EQ(module_at(report, "right.fc").calls, 1);
  EXPECT_NEAR(exclusive_sum(report), 100.0, 1e-9);
  EXPECT_TRUE(module_at(report, "").wait_ns);
}

TEST(ForkedModules, HaveALaneOfTheirOwnInTheTimeline) {
  const Report report = profile_model("forks", {"64x16"});
  ASSERT_TRUE(report.timeline);
  std::int64_t lanes = 0;
  for (const TimelineEvent& event : report.timeline->events) lanes = std::max(lanes, event.lane);
  EXPECT_EQ(lanes, 1);
}

TEST(DynamicReceivers, AreFoundWhenTheyAreCalled) {
  const Report report = profile_model("chooses", {"2x16"});
  // Scripting made two objects of the one that is registered twice; they share their tensors.
  EXPECT_EQ(module_at(report, "chosen").calls, 1);
  EXPECT_EQ(module_at(report, "chosen.fc").calls, 1);
  EXPECT_EQ(module_at(report, "chosen").alias_of, "first");
  EXPECT_EQ(module_at(report, "chosen.fc").alias_of, "first.fc");
  EXPECT_EQ(module_at(report, "second").alias_of, std::nullopt);
  EXPECT_EQ(module_at(report, "first").calls, 0);
  EXPECT_EQ(module_at(report, "second.0").calls, 1);
  ASSERT_EQ(module_at(report, "chosen").outputs.size(), 1U);
  EXPECT_EQ(module_at(report, "chosen").outputs.front().shape, (Shape{2, 16}));
}

TEST(SavedHooks, BelongToTheModuleTheyAreAttachedTo) {
  const Report report = profile_model("saved_hooks", {"2x16"});
  EXPECT_EQ(module_at(report, "0").calls, 2);
  EXPECT_THAT(module_at(report, "0").methods, ElementsAre(Pair("forward", 1), Pair("hook", 1)));
  EXPECT_EQ(module_at(report, "0.fc").calls, 1);
}

TEST(ScriptClasses, AreNoModules) {
  // Thirty times a free function whose first argument is an object of a script class: graphs come
  // and go, and nothing known of a value of one may be taken for that of another at the same
  // address.
  const Report report = profile_model("many_helpers", {"2x4"});
  for (int i = 0; i < 30; ++i) {
    const ModuleReport& unit = module_at(report, "units." + std::to_string(i));
    EXPECT_THAT(unit.methods, ElementsAre(Pair("forward", 1))) << unit.path;
    EXPECT_EQ(unit.exclusive_cost.cost.flops, 2 * 4) << unit.path;  // the scaling
  }
}

TEST(MutatingModels, AreProfiledAsTheyAre) {
  const Report report = profile_model("mutates", {"4x3"});
  EXPECT_EQ(module_at(report, "norm").calls, 1);
  EXPECT_NEAR(exclusive_sum(report), 100.0, 1e-9);
}

TEST(ModelsWithoutInputs, Run) {
  const Report report = profile_model("no_inputs", {});
  ASSERT_EQ(report.inputs.size(), 1U);
  EXPECT_EQ(report.inputs.front().kind, "int");
  EXPECT_EQ(module_at(report, "fc").inputs.front().shape, (Shape{3, 4}));
}

}  // namespace
}  // namespace hookstat::testing
