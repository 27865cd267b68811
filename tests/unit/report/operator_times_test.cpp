// How timed operators join the priced ones.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "hookstat/error.h"
#include "hookstat/report.h"
#include "unit/report/recordings.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;

OpCall op_call(const std::string& name, ModuleIndex module) {
  OpCall call;
  call.name = name;
  call.module = module;
  return call;
}

/// Two runs of a net whose leaf "m1" calls aten::view, and the net itself aten::view and, unseen by
/// the dispatcher, aten::size twice.
Recording with_operator_runs() {
  Recording recording = net_with_leaves(1);
  recording.operators = {op_call("aten::view", 1), op_call("aten::view", 0)};
  recording.baseline_ns = {100, 100, 100, 100, 100, 100};
  OperatorRuns runs;
  runs.groups = {{0, "", -1},
                 {1, "aten::view", -1},
                 {0, "aten::size", -1},
                 {0, "aten::view", -1},
                 {0, "never", -1}};
  runs.folded.rows = 2;
  runs.folded.calls = {1, 1, 2, 1, 0, 0};
  runs.folded.host.exclusive_ns = {10, 20, 30, 40, 0, 0,  //
                                   30, 22, 34, 48, 0, 0};
  runs.folded.host.inclusive_ns = runs.folded.host.exclusive_ns;
  runs.folded.called = {true, true, true, true, false, false};
  runs.folded.wall_ns = {100, 134};
  runs.latency_ns = {104, 104, 104, 104, 104, 104};
  recording.operator_runs = runs;
  return recording;
}

std::vector<std::string> rows_of(const Report& report) {
  std::vector<std::string> rows;
  for (const OperatorReport& op : report.operators) rows.push_back(op.module + " " + op.name);
  return rows;
}

TEST(OperatorTimes, StandWithTheOperatorsThatWerePriced) {
  const Report report = build_report(with_operator_runs(), "1.0");
  ASSERT_THAT(rows_of(report), ElementsAre(" aten::view", " aten::size", "m1 aten::view"));
  EXPECT_THAT(report.operators[0].time_ns, Optional(44.0));
  EXPECT_THAT(report.operators[2].time_ns, Optional(21.0));
}

TEST(OperatorTimes, OfWhatTheDispatcherDidNotSeeAreFree) {
  const OperatorReport size = build_report(with_operator_runs(), "1.0").operators.at(1);
  EXPECT_THAT(size.time_ns, Optional(32.0));
  EXPECT_EQ(size.calls, 2);
  EXPECT_EQ(size.state, PriceState::kFree);
  EXPECT_EQ(size.cost, Cost{});
}

TEST(OperatorTimes, AddUpToTheRunsThatHadMarks) {
  const Report report = build_report(with_operator_runs(), "1.0");
  ASSERT_TRUE(report.operator_timing);
  EXPECT_DOUBLE_EQ(report.operator_timing->operators_ns, 21.0 + 32.0 + 44.0);
  EXPECT_DOUBLE_EQ(report.operator_timing->between_ns, 20.0);
  EXPECT_DOUBLE_EQ(report.operator_timing->latency_ns.median, 104.0);
  EXPECT_DOUBLE_EQ(report.operator_timing->overhead.percent, 4.0);
  EXPECT_EQ(report.operator_timing->overhead.calls, 4);
  EXPECT_THAT(report.operator_timing->overhead.ns_per_call, Optional(1.0));
}

TEST(OperatorTimes, AreTheDevicesWhereThereAreAny) {
  Recording recording = with_operator_runs();
  FoldedRuns& folded = recording.operator_runs->folded;
  folded.device = folded.host;
  for (double& ns : folded.device->exclusive_ns) ns *= 10;
  EXPECT_THAT(build_report(recording, "1.0").operators[0].time_ns, Optional(440.0));
}

TEST(OperatorTimes, AreUnknownWhereNoneWereTaken) {
  Recording recording = with_operator_runs();
  recording.operator_runs.reset();
  const Report report = build_report(recording, "1.0");
  EXPECT_FALSE(report.operator_timing);
  for (const OperatorReport& op : report.operators) EXPECT_FALSE(op.time_ns);
  EXPECT_THAT(rows_of(report), ElementsAre(" aten::view", "m1 aten::view"));
}

/// A net whose leaves "m1" and "m2" add three and one times; two of the three and that one run in
/// fused groups: one of "m1" with one of each, run once, and one of "m1" with one of its own.
Recording with_fused_groups() {
  Recording recording = net_with_leaves(2);
  recording.operators = {add_of(100, 1, -1), add_of(100, 1, -1), add_of(101, 1, -1),
                         add_of(40, 2, -1), op_call("aten::view", 1)};
  recording.baseline_ns = {100};
  const GroupMember add_1{1, "aten::add"};
  const GroupMember add_2{2, "aten::add"};
  OperatorRuns runs;
  runs.groups = {{0, "", -1},
                 {1, "prim::Group(aten::add, aten::add)", -1, {add_1, add_2}},
                 {1, "prim::Group(aten::add)", -1, {add_1, {1, "aten::unheard_of"}}},
                 {1, "aten::add", -1}};
  runs.folded.rows = 1;
  runs.folded.calls = {1, 1, 1, 1};
  runs.folded.host.exclusive_ns = {10, 20, 30, 40};
  runs.folded.host.inclusive_ns = runs.folded.host.exclusive_ns;
  runs.folded.called = {true, true, true, true};
  runs.folded.wall_ns = {100};
  runs.latency_ns = {104};
  recording.operator_runs = runs;
  return recording;
}

const OperatorReport& row_of(const Report& report, const std::string& module,
                             const std::string& name) {
  const auto row = std::ranges::find_if(report.operators, [&](const OperatorReport& op) {
    return op.module == module && op.name == name;
  });
  if (row == report.operators.end()) throw std::out_of_range(module + " " + name);
  return *row;
}

TEST(FusedGroups, CostWhatTheCallsInThemCost) {
  const Report report = build_report(with_fused_groups(), "1.0");
  // 301 additions in three calls of m1: two thirds, 200, are in groups, half of them in each.
  EXPECT_EQ(row_of(report, "m1", "prim::Group(aten::add, aten::add)").cost.flops, 100 + 40);
  EXPECT_EQ(row_of(report, "m1", "prim::Group(aten::add)").cost.flops, 100);
  EXPECT_EQ(row_of(report, "m1", "aten::add").cost.flops, 101);
  EXPECT_EQ(row_of(report, "m1", "aten::add").fused_calls, 2);
  EXPECT_EQ(row_of(report, "m2", "aten::add").cost, Cost{});
  EXPECT_EQ(row_of(report, "m2", "aten::add").fused_calls, 1);
  EXPECT_EQ(row_of(report, "m1", "prim::Group(aten::add)").state, PriceState::kPriced);
  EXPECT_EQ(row_of(report, "m2", "aten::add").state, PriceState::kPriced);
  EXPECT_EQ(row_of(report, "m1", "aten::view").fused_calls, 0);
}

TEST(FusedGroups, LeaveTheSumAsItIs) {
  Cost sum;
  const Report report = build_report(with_fused_groups(), "1.0");
  for (const OperatorReport& op : report.operators) sum += op.cost;
  EXPECT_EQ(sum, report.totals.cost);
}

TEST(FusedGroups, OfUncountedOperatorsAreUncounted) {
  Recording recording = with_fused_groups();
  recording.operators[3] = unknown_of("custom::unknown", 2, -1);
  recording.operator_runs->groups[1].members[1].name = "custom::unknown";
  const Report report = build_report(recording, "1.0");
  EXPECT_EQ(row_of(report, "m1", "prim::Group(aten::add, aten::add)").state,
            PriceState::kUncounted);
  EXPECT_EQ(row_of(report, "m1", "prim::Group(aten::add)").state, PriceState::kPriced);
}

TEST(FusedGroups, TakeNoMoreThanWasNotTimedAlone) {
  Recording recording = with_fused_groups();
  recording.operator_runs->folded.calls[3] = 3;  // all of m1's
  const Report report = build_report(recording, "1.0");
  EXPECT_EQ(row_of(report, "m1", "aten::add").fused_calls, 0);
  EXPECT_EQ(row_of(report, "m1", "aten::add").cost.flops, 301);
  EXPECT_EQ(row_of(report, "m1", "prim::Group(aten::add)").cost, Cost{});
}

TEST(OperatorTimes, ThatContradictThemselvesAreAnError) {
  Recording wrong_module = with_operator_runs();
  wrong_module.operator_runs->groups[1].module = 2;
  EXPECT_THROW(build_report(wrong_module, "1.0"), InternalError);
  Recording wrong_member = with_operator_runs();
  wrong_member.operator_runs->groups[1].members = {{2, "aten::add"}};
  EXPECT_THROW(build_report(wrong_member, "1.0"), InternalError);
  Recording short_rows = with_operator_runs();
  short_rows.operator_runs->folded.host.exclusive_ns.pop_back();
  EXPECT_THROW(build_report(short_rows, "1.0"), InternalError);
  Recording many_groups = with_operator_runs();
  many_groups.operator_runs->groups.resize(7);
  EXPECT_THROW(build_report(many_groups, "1.0"), InternalError);
  Recording no_groups = with_operator_runs();
  no_groups.operator_runs->groups.clear();
  EXPECT_THROW(build_report(no_groups, "1.0"), InternalError);
}

}  // namespace
}  // namespace hookstat::testing
