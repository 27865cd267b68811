// Which layers stop scaling.
#include "sweep/scaling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
    module.time_ns.exclusive.mean = ns;
    report.modules.push_back(module);
    report.latency_ns.median += ns;
  }
  return report;
}

TEST(StopsAt, TheFirstNumberOfThreadsThatGivesLessThanHalf) {
  const std::vector<std::int64_t> threads{1, 2, 4};
  EXPECT_EQ(stops_at("threads", threads, {100, 50, 25}), std::nullopt);
  EXPECT_EQ(stops_at("threads", threads, {100, 66, 44}), std::nullopt) << "1.5 times as fast each";
  EXPECT_EQ(stops_at("threads", threads, {100, 68, 30}), 2);
  EXPECT_EQ(stops_at("threads", threads, {100, 50, 49}), 4);
  // From 2 to 8 the ideal is four times, so half of the gain is 2.5 times.
  EXPECT_EQ(stops_at("threads", {2, 8}, {100, 41}), 8);
  EXPECT_EQ(stops_at("threads", {2, 8}, {100, 39}), std::nullopt);
}

TEST(StopsAt, TheFirstBatchInWhichAnItemTakesAsLong) {
  const std::vector<std::int64_t> batch{1, 4, 8};
  EXPECT_EQ(stops_at("batch", batch, {100, 200, 300}), std::nullopt);
  EXPECT_EQ(stops_at("batch", batch, {100, 390, 500}), 4) << "97.5 an item";
  EXPECT_EQ(stops_at("batch", batch, {100, 200, 400}), 8);
}

TEST(StopsAt, NothingIsKnownOfATimeOfZero) {
  EXPECT_EQ(stops_at("threads", {1, 2}, {0, 5}), std::nullopt);
  EXPECT_EQ(stops_at("threads", {1, 2}, {5, 0}), std::nullopt);
  EXPECT_EQ(stops_at("threads", {1}, {5}), std::nullopt);
}

TEST(Scaling, GoesAlongThreadsAndBatchForCasesThatDifferInNothingElse) {
  ScalingBuilder builder;
  builder.add(case_of(1, 2), report_of({60, 35}));  // not in the order of the axis
  builder.add(case_of(1, 1), report_of({80, 40}));
  builder.add(case_of(4, 1), report_of({160, 200}));
  builder.add(case_of(8, 4, "alone"), report_of({1}));
  const auto scalings = builder.finish({"model", "batch", "threads"});
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
  builder.add(case_of(1, 1), first);
  builder.add(case_of(1, 2), report_of({5, 10}));
  const auto scalings = builder.finish({});
  ASSERT_THAT(scalings, SizeIs(1));
  ASSERT_THAT(scalings[0].modules, SizeIs(1));
  EXPECT_EQ(scalings[0].modules[0].path, "a");
}

TEST(Scaling, TakesTheDevicesTimeWhereThereIsOne) {
  ScalingBuilder builder;
  for (const std::int64_t batch : {1, 2}) {
    Report report = report_of({10});
    report.modules[0].device_time_ns.emplace();
    report.modules[0].device_time_ns->exclusive.mean = 7;
    builder.add(case_of(batch, 1), report);
  }
  EXPECT_THAT(builder.finish({})[0].modules[0].time_ns, ElementsAre(7, 7));
}

TEST(Scaling, IsNoneWithoutTwoCases) {
  ScalingBuilder builder;
  EXPECT_THAT(builder.finish({}), IsEmpty());
  builder.add(case_of(1, 1), report_of({1}));
  EXPECT_THAT(builder.finish({}), IsEmpty());
}

}  // namespace
}  // namespace hookstat::sweep::testing
