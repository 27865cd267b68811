// Which layers stop scaling.
#include "sweep/scaling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sweep/measured.h"

namespace hookstat::sweep::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Case case_of(std::int64_t batch, std::int64_t threads, const std::string& model = "m") {
  Case one;
  one.id = model + "-b" + std::to_string(batch) + "-t" + std::to_string(threads);
  one.model = model;
  one.batch = batch;
  one.threads = threads;
  return one;
}

/// Modules `a`, `b`, ... with those own times.
Report report_of(const std::vector<double>& own_ns) {
  Report report;
  char name = 'a';
  for (const double ns : own_ns) {
    ModuleReport module;
    module.path = std::string(1, name++);
    module.class_name = "Conv2d";
    module.calls = 1;
    module.time_ns.exclusive.median = module.time_ns.exclusive.mean = ns;
    report.modules.push_back(module);
    report.latency_ns.median += ns;
  }
  return report;
}

void add(ScalingBuilder& builder, const Case& one, const Report& report) {
  builder.add(one, measured_of(report, {}, 1, {}), report.modules);
}

std::vector<Scaling> finish(const ScalingBuilder& builder,
                            const std::vector<std::string>& axes = {}) {
  return builder.finish(axes, InputTexts({}));
}

TEST(Scaling, GoesAlongThreadsAndBatchForCasesThatDifferInNothingElse) {
  ScalingBuilder builder;
  add(builder, case_of(1, 2), report_of({60, 35}));  // not in the order of the axis
  add(builder, case_of(1, 1), report_of({80, 40}));
  add(builder, case_of(4, 1), report_of({160, 200}));
  add(builder, case_of(8, 4, "alone"), report_of({1}));
  const auto scalings = finish(builder, {"model", "batch", "threads"});
  ASSERT_THAT(scalings, SizeIs(2));

  const Scaling& threads = scalings[0];
  EXPECT_EQ(threads.axis, "threads");
  EXPECT_EQ(threads.title, "m, batch 1");
  EXPECT_THAT(threads.values, ElementsAre(1, 2));
  EXPECT_THAT(threads.ids, ElementsAre("m-b1-t1", "m-b1-t2"));
  EXPECT_THAT(threads.latency_ns, ElementsAre(120, 95));
  ASSERT_THAT(threads.modules, SizeIs(2));
  EXPECT_EQ(threads.modules[0].path, "a") << "both stop at two, and it has more of the time";
  EXPECT_THAT(threads.modules[0].time_ns, ElementsAre(80, 60));
  EXPECT_THAT(threads.modules[0].gain, ElementsAre(1, 80.0 / 60));
  EXPECT_DOUBLE_EQ(threads.modules[0].percent.value(), 100.0 * 80 / 120);
  EXPECT_EQ(threads.modules[0].stops_at, 2);

  const Scaling& batch = scalings[1];
  EXPECT_EQ(batch.title, "m, threads 1");
  EXPECT_EQ(batch.modules[0].path, "b") << "200 for four items, after 40 for one";
  EXPECT_EQ(batch.modules[0].stops_at, 4);
  EXPECT_EQ(batch.modules[1].path, "a");
  EXPECT_EQ(batch.modules[1].stops_at, std::nullopt);
  EXPECT_THAT(batch.modules[1].gain, ElementsAre(1, 2)) << "four items in twice the time";
}

TEST(Scaling, LeavesOutModulesThatNotAllCasesRan) {
  ScalingBuilder builder;
  Report first = report_of({10, 20});
  first.modules[1].calls = 0;
  add(builder, case_of(1, 1), first);
  add(builder, case_of(1, 2), report_of({5, 10}));
  const auto scalings = finish(builder);
  ASSERT_THAT(scalings, SizeIs(1));
  ASSERT_THAT(scalings[0].modules, SizeIs(1));
  EXPECT_EQ(scalings[0].modules[0].path, "a");
}

TEST(Scaling, TakesTheDevicesTimeWhereThereIsOne) {
  ScalingBuilder builder;
  for (const std::int64_t batch : {1, 2}) {
    Report report = report_of({10});
    report.modules[0].device_time_ns.emplace();
    report.modules[0].device_time_ns->exclusive.median = 7;
    add(builder, case_of(batch, 1), report);
  }
  EXPECT_THAT(finish(builder)[0].modules[0].time_ns, ElementsAre(7, 7));
}

TEST(Scaling, TakesTimesOfCallsAtOnceWhereThereWereSome) {
  ScalingBuilder builder;
  for (const std::int64_t threads : {1, 2}) {
    Report report = report_of({10});
    report.modules[0].under_load.emplace();
    report.modules[0].under_load->time_ns.exclusive.median = 17;
    report.load.emplace();
    report.load->latency_ns.median = 20;
    add(builder, case_of(1, threads), report);
  }
  const auto scalings = finish(builder);
  ASSERT_THAT(scalings, SizeIs(1));
  EXPECT_THAT(scalings[0].latency_ns, ElementsAre(20, 20));
  EXPECT_THAT(scalings[0].modules[0].time_ns, ElementsAre(17, 17));
}

// One call of a few that took ten times as long moves the mean, not the median.
TEST(Scaling, IsOfMediansAndSharesOfMeans) {
  ScalingBuilder builder;
  Report first = report_of({100, 100});
  first.modules[0].time_ns.exclusive.mean = 300;
  add(builder, case_of(1, 1), first);
  add(builder, case_of(1, 2), report_of({90, 50}));
  const auto scalings = finish(builder);
  ASSERT_THAT(scalings, SizeIs(1));
  const ScalingModule& outlier = scalings[0].modules[0];
  EXPECT_EQ(outlier.path, "a");
  EXPECT_EQ(outlier.stops_at, 2);
  EXPECT_THAT(outlier.time_ns, ElementsAre(100, 90));
  EXPECT_THAT(outlier.gain, ElementsAre(1, 100.0 / 90));
  EXPECT_DOUBLE_EQ(outlier.percent.value(), 75);
  EXPECT_DOUBLE_EQ(scalings[0].modules[1].percent.value(), 25);
}

TEST(Scaling, StopsNowhereWhereIntervalsLeaveItOpen) {
  for (const bool is_sure : {true, false}) {
    ScalingBuilder builder;
    add(builder, case_of(1, 1), report_of({100}));
    Report more = report_of({80});
    const double lower = is_sure ? 75 : 60;
    more.modules[0].time_ns.exclusive.median_ci95 = std::pair(lower, 90.0);
    add(builder, case_of(1, 2), more);
    const auto scalings = finish(builder);
    ASSERT_THAT(scalings, SizeIs(1));
    EXPECT_EQ(scalings[0].modules[0].stops_at.has_value(), is_sure);
  }
}

TEST(Scaling, LeavesOutThreadsThatSharedCores) {
  ScalingBuilder builder;
  Report shared = report_of({60});
  shared.warnings = {{"oversubscribed", "4 threads for 2 cores"}};
  for (const std::int64_t batch : {1, 2}) {
    add(builder, case_of(batch, 1), report_of({100}));
    add(builder, case_of(batch, 2), report_of({50}));
    add(builder, case_of(batch, 4), shared);
  }
  add(builder, case_of(1, 4, "alone"), shared);
  const auto scalings = finish(builder, {"threads", "batch"});
  ASSERT_THAT(scalings, SizeIs(5));
  EXPECT_THAT(scalings[0].values, ElementsAre(1, 2));
  EXPECT_THAT(scalings[1].values, ElementsAre(1, 2));
  EXPECT_EQ(scalings[4].title, "m, threads 4");
  EXPECT_EQ(scalings[4].axis, "batch") << "both have as many threads";
  EXPECT_EQ(builder.oversubscribed(), 2) << "`alone` would have been in no scaling";
}

TEST(Scaling, NeverMixesMachines) {
  const auto report_on = [](const MachineKind& kind, double own_ns) {
    Report report = report_of({own_ns});
    report.environment.cpu = kind.cpu;
    report.environment.logical_cores = kind.logical_cores;
    report.environment.libtorch_version = kind.libtorch_version;
    return report;
  };
  const MachineKind usual{"A", 8, "2.13.0"};
  for (const MachineKind& other : {MachineKind{"B", 8, "2.13.0"}, MachineKind{"A", 16, "2.13.0"},
                                   MachineKind{"A", 8, "2.12.0"}}) {
    ScalingBuilder builder;
    add(builder, case_of(1, 1), report_on(usual, 100));
    add(builder, case_of(1, 2), report_on(other, 20));
    add(builder, case_of(1, 4), report_on(usual, 30));
    add(builder, case_of(1, 8), report_on(other, 10));
    const auto scalings = finish(builder, {"threads"});
    ASSERT_THAT(scalings, SizeIs(2));
    EXPECT_THAT(scalings[0].values, ElementsAre(1, 4));
    EXPECT_THAT(scalings[1].values, ElementsAre(2, 8));
    EXPECT_EQ(scalings[0].title, "m, A, 8 logical cores, LibTorch 2.13.0");
    EXPECT_EQ(scalings[1].title, "m, " + kind_text(other));
  }
}

TEST(Scaling, NeverMixesDevices) {
  ScalingBuilder builder;
  std::int64_t batch = 1;
  for (const std::string device : {"H100", "A100", "H100", "A100"}) {
    Report report = report_of({100});
    report.environment.cpu = "A";
    report.device.emplace();
    report.environment.device_name = device;
    add(builder, case_of(batch, 1), report);
    batch *= 2;
  }
  const auto scalings = finish(builder, {"batch"});
  ASSERT_THAT(scalings, SizeIs(2));
  EXPECT_THAT(scalings[0].values, ElementsAre(1, 4));
  EXPECT_EQ(scalings[0].title, "m, H100, A");
  EXPECT_THAT(scalings[1].values, ElementsAre(2, 8));
  EXPECT_EQ(scalings[1].title, "m, A100, A");
}

TEST(Scaling, NamesInputsAsThePlanDoes) {
  const auto with_input = [](std::int64_t threads, const std::string& id, const std::string& text) {
    Case one = case_of(1, threads);
    one.batch.reset();
    one.resolution = 128;
    one.input = id;
    one.input_text = text;
    return one;
  };
  ScalingBuilder builder;
  std::vector<SweepRow> rows;
  for (const std::int64_t threads : {1, 2}) {
    for (const char* id : {"aaaaaaaa", "bbbbbbbb"}) {
      rows.push_back({with_input(threads, id, "1x{resolution}"), {}, {}});
      add(builder, rows.back().settings, report_of({1}));
    }
  }
  const auto scalings = builder.finish({"input", "resolution", "threads"}, InputTexts(rows));
  ASSERT_THAT(scalings, SizeIs(2));
  EXPECT_EQ(scalings[0].title, "m, 1x{resolution} (aaaaaaaa), resolution 128");
  EXPECT_EQ(scalings[1].title, "m, 1x{resolution} (bbbbbbbb), resolution 128");
  rows.resize(1);
  EXPECT_EQ(builder.finish({"input"}, InputTexts(rows))[0].title, "m, 1x{resolution}");
}

TEST(Scaling, IsNoneWithoutTwoCases) {
  ScalingBuilder builder;
  EXPECT_THAT(finish(builder), IsEmpty());
  add(builder, case_of(1, 1), report_of({1}));
  EXPECT_THAT(finish(builder), IsEmpty());
}

}  // namespace
}  // namespace hookstat::sweep::testing
