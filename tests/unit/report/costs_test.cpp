#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/report/recordings.h"

namespace hookstat::testing {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

std::int64_t exclusive_flops(const Report& report, std::size_t module) {
  return report.modules[module].exclusive_cost.cost.flops;
}
std::int64_t inclusive_flops(const Report& report, std::size_t module) {
  return report.modules[module].inclusive_cost.cost.flops;
}

/// The root calls m1, which calls m2, though both are registered on the root.
Recording nested_calls() {
  Recording recording = net_with_leaves(2);
  recording.module_calls = {call_of(0, -1), call_of(1, 0), call_of(2, 1)};
  return recording;
}

TEST(Costs, InclusiveIsWhatRanInsideTheCalls) {
  Recording recording = nested_calls();
  recording.operators = {add_of(100, 0, 0), add_of(20, 1, 1), add_of(3, 2, 2)};
  const Report report = built(recording);
  EXPECT_EQ(exclusive_flops(report, 0), 100);
  EXPECT_EQ(exclusive_flops(report, 1), 20);
  EXPECT_EQ(exclusive_flops(report, 2), 3);
  EXPECT_EQ(inclusive_flops(report, 0), 123);
  EXPECT_EQ(inclusive_flops(report, 1), 23);
  EXPECT_EQ(inclusive_flops(report, 2), 3);
  EXPECT_EQ(report.totals.cost, (Cost{0, 123, 2 * 4 * 123, 4 * 123}));
  EXPECT_THAT(report.modules[1].flops_percent, Optional(100.0 * 20 / 123));
}

TEST(Costs, RecursiveCallsCountOnce) {
  Recording recording = net_with_leaves(1);
  recording.module_calls = {call_of(0, -1), call_of(1, 0), call_of(1, 1)};
  recording.operators = {add_of(10, 1, 2)};
  EXPECT_EQ(inclusive_flops(built(recording), 1), 10);
}

TEST(Costs, UnknownCallsFallBackToRegisteredParents) {
  Recording recording = nested_calls();
  recording.operators = {add_of(10, 2, 99), add_of(5, 2, -1)};
  const Report report = built(recording);
  EXPECT_EQ(inclusive_flops(report, 0), 15);
  EXPECT_EQ(inclusive_flops(report, 1), 0);
  EXPECT_EQ(inclusive_flops(report, 2), 15);
}

TEST(Costs, ContainerNeverCalledIsTheSumOfItsDescendants) {
  Recording recording = net_with_leaves(3);
  recording.modules[2].parent = 1;
  recording.modules[3].parent = 1;
  recording.module_calls = {call_of(0, -1), call_of(2, 0), call_of(3, 1)};
  recording.operators = {add_of(7, 2, 1), add_of(5, 3, 2), unknown_of("custom::x", 3, 2)};
  const Report report = built(recording);
  EXPECT_EQ(report.modules[1].exclusive_cost, CostSummary{});
  EXPECT_EQ(inclusive_flops(report, 1), 7 + 5);
  EXPECT_EQ(report.modules[1].inclusive_cost.uncounted_calls, 1);
  EXPECT_EQ(inclusive_flops(report, 2), 7 + 5);
}

TEST(Costs, OperatorsAreListedByModuleThenFirstCall) {
  Recording recording = nested_calls();
  recording.operators = {add_of(1, 2, 2), unknown_of("custom::b", 1, 1), add_of(2, 1, 1),
                         add_of(4, 1, 1)};
  const Report report = built(recording);
  ASSERT_EQ(report.operators.size(), 3U);
  EXPECT_EQ(report.operators[0].name, "custom::b");
  EXPECT_EQ(report.operators[0].state, PriceState::kUncounted);
  EXPECT_EQ(report.operators[1].name, "aten::add");
  EXPECT_EQ(report.operators[1].module, "m1");
  EXPECT_EQ(report.operators[1].calls, 2);
  EXPECT_EQ(report.operators[1].cost.flops, 6);
  EXPECT_EQ(report.operators[1].state, PriceState::kPriced);
  EXPECT_EQ(report.operators[2].module, "m2");
  EXPECT_FALSE(report.operators[0].time_ns);
}

TEST(Costs, UncountedOperatorsAreNamedWithTheTimeOfTheirModules) {
  Recording recording = nested_calls();
  recording.operators = {unknown_of("custom::x", 2, 2), unknown_of("custom::x", 1, 1),
                         unknown_of("custom::x", 2, 2), unknown_of("custom::y", 2, 2)};
  set_runs(recording, {run_of({span(0, -1, 0, 100), span(1, 0, 0, 40), span(2, 1, 0, 30)})});
  const Report report = built(recording);
  ASSERT_EQ(report.uncounted.size(), 2U);
  EXPECT_EQ(report.uncounted[0].name, "custom::x");
  EXPECT_EQ(report.uncounted[0].calls, 3);
  EXPECT_THAT(report.uncounted[0].modules, ElementsAre("m1", "m2"));
  EXPECT_THAT(report.uncounted[0].time_percent_at_most, Optional(10.0 + 30.0));
  EXPECT_THAT(report.uncounted[1].time_percent_at_most, Optional(30.0));
  EXPECT_EQ(report.modules[0].inclusive_cost.uncounted_calls, 4);
  EXPECT_EQ(report.modules[0].exclusive_cost.uncounted_calls, 0);
  ASSERT_EQ(report.warnings.size(), 1U);
  EXPECT_EQ(report.warnings[0].code, "uncounted_operators");
  EXPECT_EQ(report.warnings[0].message,
            "2 operators (4 calls) without a formula: custom::x, custom::y; their cost is not in "
            "any sum, and they took at most 40.0 % of the time");
}

TEST(Costs, EfficiencyIsExclusiveCostOverMeanExclusiveTime) {
  Recording recording = nested_calls();
  recording.operators = {add_of(300, 2, 2)};
  set_runs(recording, {run_of({span(0, -1, 0, 100), span(2, 0, 0, 20)}),
                       run_of({span(0, -1, 0, 100), span(2, 0, 0, 40)})});
  const Efficiency efficiency = built(recording).modules[2].efficiency;
  EXPECT_THAT(efficiency.flops_per_second, Optional(300 * 1e9 / 30));
  EXPECT_THAT(efficiency.bytes_per_second, Optional(12 * 300 * 1e9 / 30));
  EXPECT_THAT(efficiency.arithmetic_intensity, Optional(1.0 / 12));
  EXPECT_FALSE(efficiency.roofline_percent);
  EXPECT_FALSE(efficiency.bound);
}

/// 300 FLOPs and 3,600 bytes in 30 ns.
Efficiency efficiency_under(const MachinePeaks& peaks) {
  Recording recording = nested_calls();
  recording.operators = {add_of(300, 2, 2)};
  set_runs(recording, {run_of({span(0, -1, 0, 100), span(2, 0, 0, 30)})});
  recording.peaks = peaks;
  const Report report = built(recording);
  EXPECT_EQ(report.machine_peaks, peaks);
  return report.modules[2].efficiency;
}

TEST(Costs, TheRooflineIsTheLeastTimeThatThePeaksAllow) {
  const Efficiency memory = efficiency_under({{{"float32", 300e9}}, 240e9, "given"});
  EXPECT_THAT(memory.roofline_percent, Optional(DoubleNear(100.0 * 15 / 30, 1e-9)));
  EXPECT_EQ(memory.bound, "memory");
  EXPECT_EQ(memory.dtype, "float32");
  const Efficiency compute = efficiency_under({{{"any", 20e9}}, 480e9, "given"});
  EXPECT_THAT(compute.roofline_percent, Optional(DoubleNear(100.0 * 15 / 30, 1e-9)));
  EXPECT_EQ(compute.bound, "compute");
}

TEST(Costs, TheRooflineIsUnknownWithoutAPeakForTheDtype) {
  const Efficiency efficiency = efficiency_under({{{"float64", 300e9}}, 240e9, "given"});
  EXPECT_FALSE(efficiency.roofline_percent);
  EXPECT_FALSE(efficiency.bound);
}

TEST(Costs, TheRooflineOfTheModelIsThatOfAllItsModules) {
  Recording recording = nested_calls();
  recording.operators = {add_of(300, 2, 2), add_of(100, 0, 0)};
  set_runs(recording, {run_of({span(0, -1, 0, 100), span(2, 0, 0, 30)})});
  recording.peaks = MachinePeaks{{{"any", 1e15}}, 240e9, "given"};
  const Efficiency all = built(recording).totals.efficiency;
  EXPECT_THAT(all.roofline_percent, Optional(DoubleNear(100.0 * (15 + 5) / 100, 1e-9)));
  EXPECT_THAT(all.flops_per_second, Optional(DoubleNear(400 * 1e9 / 100, 1e-3)));
  EXPECT_EQ(all.bound, "memory");
}

TEST(Costs, EfficiencyOfNothingIsUnknownInTheRightPlaces) {
  Recording recording = nested_calls();
  set_runs(recording, {run_of({span(0, -1, 0, 100), span(2, 0, 0, 20)})});
  const std::vector<ModuleReport> modules = built(recording).modules;
  EXPECT_THAT(modules[2].efficiency.flops_per_second, Optional(0.0));
  EXPECT_FALSE(modules[2].efficiency.arithmetic_intensity);
  EXPECT_FALSE(modules[1].efficiency.flops_per_second);
}

TEST(Costs, ClassesThatRanAreSortedByTime) {
  Recording recording = net_with_leaves(4);
  recording.modules[3].class_name = "M1";
  recording.module_calls = {call_of(0, -1), call_of(1, 0), call_of(2, 0), call_of(3, 0),
                            call_of(3, 0)};
  recording.operators = {add_of(10, 1, 1), add_of(20, 3, 3), add_of(70, 2, 2)};
  set_runs(recording, {run_of({span(0, -1, 0, 100), span(1, 0, 0, 20), span(2, 0, 20, 70),
                               span(3, 0, 70, 85), span(3, 0, 85, 95)})});
  const std::vector<ClassReport> classes = built(recording).classes;
  ASSERT_EQ(classes.size(), 3U);  // M4 never ran
  EXPECT_EQ(classes[0].class_name, "M2");
  EXPECT_EQ(classes[1].class_name, "M1");
  EXPECT_EQ(classes[1].modules, 2);
  EXPECT_EQ(classes[1].calls, 3);
  EXPECT_DOUBLE_EQ(classes[1].exclusive_mean_ns, 45);
  EXPECT_THAT(classes[1].time_percent, Optional(45.0));
  EXPECT_EQ(classes[1].cost.cost.flops, 30);
  EXPECT_THAT(classes[1].flops_percent, Optional(30.0));
  EXPECT_EQ(classes[2].class_name, "Net");
}

TEST(Costs, LeavesWithoutOperatorsAreMentioned) {
  Recording recording = nested_calls();
  recording.warnings = {{"fusion_split", "something else"}};
  recording.operators = {add_of(3, 2, 2)};
  const std::vector<Note> warnings = built(recording).warnings;
  ASSERT_EQ(warnings.size(), 2U);
  EXPECT_EQ(warnings[0].code, "fusion_split");
  EXPECT_EQ(warnings[1].code, "calls_without_operators");
  EXPECT_THAT(warnings[1].message, ::testing::EndsWith(": m1"));
  EXPECT_THAT(built(net_with_leaves(1)).warnings, IsEmpty());
}

}  // namespace
}  // namespace hookstat::testing
