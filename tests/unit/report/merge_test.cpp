#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "hookstat/error.h"
#include "hookstat/processes.h"
#include "report/merge_statistics.h"
#include "unit/report/recordings.h"

namespace hookstat::testing {
namespace {

using ::testing::Contains;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::Optional;
using ::testing::Pair;
using ::testing::SizeIs;

/// Of a process in which the model takes `root_ns` a run and its leaf `leaf_ns`.
Report process(std::int64_t root_ns, std::int64_t leaf_ns, std::int64_t runs = 3) {
  Recording recording = net_with_leaves(1);
  std::vector<TimedRun> all;
  for (std::int64_t i = 0; i < runs; ++i) {
    all.push_back(run_of({span(0, -1, 0, root_ns), span(1, 0, 0, leaf_ns)}));
    recording.baseline_ns.push_back(root_ns - 1);
  }
  set_runs(recording, std::move(all));
  recording.module_calls = {call_of(0, -1), call_of(1, 0)};
  recording.phases.runs_ns = 7;
  recording.model_calls = 11;
  return built(recording);
}

TEST(MergedProcesses, HaveTheMeanOfMediansAndItsIntervalOverProcesses) {
  const Report report = merge_processes({process(100, 40), process(120, 50), process(140, 60)});
  EXPECT_DOUBLE_EQ(report.latency_ns.median, 119);
  EXPECT_EQ(report.latency_ns.count, 9);
  EXPECT_DOUBLE_EQ(report.latency_ns.min, 99);
  EXPECT_DOUBLE_EQ(report.latency_ns.max, 139);
  // Standard error 20 / sqrt(3), t of 2 degrees 4.3027.
  const double half = 4.302653 * 20 / std::sqrt(3.0);
  EXPECT_THAT(report.latency_ns.median_ci95,
              Optional(Pair(DoubleNear(119 - half, 1e-4), DoubleNear(119 + half, 1e-4))));
  EXPECT_DOUBLE_EQ(report.modules[1].time_ns.exclusive.median, 50);
  EXPECT_EQ(report.settings.processes, 3);
}

TEST(MergedProcesses, HaveTheMeanTimesOfOperators) {
  const auto timed = [](double relu_ns) {
    Report report = process(100, 40);
    report.operators = {{"m1", "aten::relu", 1, {}, PriceState::kPriced, relu_ns, 1},
                        {"m1", "aten::view", 1, {}, PriceState::kFree, {}, {}}};
    report.operator_timing.emplace();
    report.operator_timing->operators_ns = relu_ns;
    report.operator_timing->between_ns = 10;
    report.operator_timing->overhead.calls = 1;
    return report;
  };
  const Report report = merge_processes({timed(20), timed(30), timed(40)});
  ASSERT_TRUE(report.operator_timing);
  EXPECT_DOUBLE_EQ(report.operator_timing->operators_ns, 30);
  EXPECT_DOUBLE_EQ(report.operator_timing->between_ns, 10);
  for (const OperatorReport& op : report.operators) {
    const bool is_timed = op.name == "aten::relu";
    EXPECT_EQ(op.time_ns, is_timed ? std::optional(30.0) : std::nullopt) << op.name;
  }
}

TEST(MergedProcesses, HaveTheDeviationOfAllSamples) {
  // 99 x 3 and 139 x 1: mean 109, squares 3 x 100 + 900, over 3.
  const Report report = merge_processes({process(100, 40, 3), process(140, 60, 1)});
  EXPECT_DOUBLE_EQ(report.latency_ns.mean, 109);
  EXPECT_DOUBLE_EQ(report.latency_ns.stddev, std::sqrt(400.0));
}

TEST(MergedProcesses, ShareTheTimeOfAll) {
  const Report report = merge_processes({process(100, 40), process(300, 40)});
  EXPECT_THAT(report.modules[1].time_percent, Optional(20.0));
  EXPECT_THAT(report.modules[0].time_percent, Optional(80.0));
  EXPECT_DOUBLE_EQ(report.classes.front().exclusive_mean_ns, 160);
  EXPECT_DOUBLE_EQ(report.modules[1].torchstat->duration_percent, 100);
}

TEST(MergedProcesses, KeepWhatEachMeasured) {
  const Report report = merge_processes({process(100, 40), process(120, 50)});
  ASSERT_THAT(report.processes, SizeIs(2));
  EXPECT_THAT(report.processes[1].inclusive_median_ns, ElementsAre(120, 50));
  EXPECT_THAT(report.processes[1].exclusive_median_ns, ElementsAre(70, 50));
  EXPECT_DOUBLE_EQ(report.processes[0].latency_ns.median, 99);
  EXPECT_EQ(report.phases_ns.runs_ns, 14);
  EXPECT_EQ(report.model_calls, 22);
  EXPECT_THAT(report.run_latencies_ns, SizeIs(6));
}

TEST(MergedProcesses, ShowTheTimelineOfTheMiddleOne) {
  const Report report = merge_processes({process(300, 40), process(100, 40), process(200, 40)});
  EXPECT_EQ(report.timeline->events.front().duration_ns, 200);
  EXPECT_EQ(report.timeline->run, 6);  // of all nine
}

TEST(MergedProcesses, OfOneHaveNoInterval) {
  const Report report = merge_processes({process(100, 40, 9)});
  EXPECT_FALSE(report.latency_ns.median_ci95);
  EXPECT_THAT(report.processes, SizeIs(1));
}

TEST(MergedProcesses, SayHowManyGaveAWarning) {
  Report noisy = process(100, 40);
  noisy.warnings = {{"training_mode", "it was saved so"}};
  Report calm = process(100, 40);
  calm.warnings.clear();
  EXPECT_THAT(merge_processes({calm, calm}).warnings, IsEmpty());
  const Report mixed = merge_processes({calm, noisy, noisy});
  EXPECT_EQ(mixed.warnings.back(),
            (Note{"training_mode", "it was saved so (in 2 of 3 processes)"}));
  EXPECT_EQ(merge_processes({noisy, noisy}).warnings.back(),
            (Note{"training_mode", "it was saved so"}));
}

TEST(MergedProcesses, AreJudgedByTheirJointFigures) {
  // Each process is sure of its median; together they are not.
  const auto codes = [](const Report& report) {
    std::vector<std::string> all;
    for (const Note& note : report.warnings) all.push_back(note.code);
    return all;
  };
  const Report apart = merge_processes({process(100, 40, 9), process(140, 40, 9)});
  EXPECT_THAT(codes(apart), Contains("imprecise"));
  EXPECT_THAT(codes(merge_processes({process(100, 40, 9), process(100, 40, 9)})),
              Not(Contains("imprecise")));
  Report noisy = process(100, 40, 9);
  noisy.warnings.push_back({"noisy", "as that process had it"});
  EXPECT_THAT(codes(merge_processes({noisy, process(100, 40, 9)})), Not(Contains("noisy")));
}

TEST(MergedProcesses, HaveTheWorstNoise) {
  Report noisy = process(100, 40);
  noisy.noise = {3.0, -9.0, {{1, 50}, {2, 50}}, 0.5, std::nullopt, 0.0};
  Report drifting = process(100, 40);
  drifting.noise = {2.0, 4.0, {}, 0.75, std::nullopt, std::nullopt};
  const Noise noise = merge_processes({drifting, noisy}).noise;
  EXPECT_EQ(noise, (Noise{3.0, -9.0, {{1, 50}, {2, 50}}, 0.75, std::nullopt, 0.0}));
}

TEST(MergedProcesses, OfOtherModelsAreRefused) {
  Report other = process(100, 40);
  other.modules[1].path = "m2";
  EXPECT_THROW(static_cast<void>(merge_processes({process(100, 40), other})), InputError);
  EXPECT_THROW(static_cast<void>(merge_processes({})), InputError);
}

TEST(MergedStatistics, LeaveOutProcessesWithoutSamples) {
  Statistics one;
  one.count = 2;
  one.min = 5;
  one.median = 6;
  one.mean = 6;
  one.max = 7;
  EXPECT_DOUBLE_EQ(reporting::merged(std::vector<Statistics>{{}, one}).min, 5);
  EXPECT_EQ(reporting::merged(std::vector<Statistics>{{}, {}}), Statistics{});
}

}  // namespace
}  // namespace hookstat::testing
