#include "hookstat/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "compare/time_change.h"
#include "hookstat/error.h"
#include "unit/compare/sides.h"

namespace hookstat::testing {
namespace {

using comparing::holm;
using comparing::time_change;
using comparing::Times;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::Pair;

std::string complaint_about(const std::vector<NamedReport>& base_side,
                            const std::vector<NamedReport>& new_side) {
  try {
    static_cast<void>(compare(base_side, new_side));
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing";
}

auto has_warning(const std::string& code, const std::string& part = "") {
  return Contains(AllOf(Field(&Note::code, code), Field(&Note::message, HasSubstr(part))));
}

TEST(TimeChange, IsStudentsTestOfTheLogarithms) {
  // Logarithms 0, 1, 2 and 1, 2, 3: difference 1, pooled variance 1, 4 degrees, t = 1 / sqrt(2/3).
  const double e = std::exp(1.0);
  const TimeChange change = time_change({{1, e, e * e}, {}}, {{e, e * e, e * e * e}, {}});
  EXPECT_NEAR(change.base_ns, e, 1e-12);
  EXPECT_NEAR(change.new_ns, e * e, 1e-12);
  EXPECT_THAT(change.percent, Optional(DoubleNear(100 * (e - 1), 1e-9)));
  EXPECT_THAT(change.p_value, Optional(DoubleNear(0.2879, 5e-5)));
  const double half = 2.776445 * std::sqrt(2.0 / 3.0);
  EXPECT_THAT(change.percent_ci95, Optional(Pair(DoubleNear(100 * std::expm1(1 - half), 1e-4),
                                                 DoubleNear(100 * std::expm1(1 + half), 1e-3))));
}

TEST(TimeChange, OfOneProcessASideTakesTheIntervalsInsideThem) {
  // Standard errors 0.03 and 0.04 make 0.05; the difference is twice that.
  const TimeChange change = time_change({{1.0}, 0.03}, {{std::exp(0.1)}, 0.04});
  EXPECT_THAT(change.p_value, Optional(DoubleNear(0.0455, 5e-5)));
  EXPECT_THAT(change.percent_ci95, Optional(Pair(DoubleNear(100 * std::expm1(0.002), 1e-9),
                                                 DoubleNear(100 * std::expm1(0.198), 1e-9))));
  EXPECT_FALSE(time_change({{1.0}, 0.03}, {{2.0}, {}}).p_value);
}

TEST(TimeChange, OfOneAgainstManyTakesTheSpreadOfTheMany) {
  const TimeChange change = time_change({{10, 11, 12}, {}}, {{30}, 0.001});
  ASSERT_TRUE(change.p_value);
  EXPECT_GT(*change.p_value, 0.001);  // 2 degrees of freedom
  EXPECT_LT(*change.p_value, 0.05);
}

TEST(TimeChange, OfNothingIsUnknown) {
  const TimeChange change = time_change({{0, 4}, {}}, {{5, 5}, {}});
  EXPECT_FALSE(change.percent);
  EXPECT_FALSE(change.p_value);
  EXPECT_DOUBLE_EQ(change.base_ns, 2);
  EXPECT_DOUBLE_EQ(change.new_ns, 5);
}

TEST(TimeChange, WithoutSpreadIsSure) {
  EXPECT_THAT(time_change({{2, 2}, {}}, {{2, 2}, {}}).p_value, Optional(1.0));
  EXPECT_THAT(time_change({{2, 2}, {}}, {{3, 3}, {}}).p_value, Optional(0.0));
}

TEST(Holm, StepsDownAndStopsAtTheFirstThatIsTooLarge) {
  // 0.01 <= 0.05/4, 0.013 <= 0.05/3, 0.03 > 0.05/2; 0.04 would pass alone.
  EXPECT_THAT(holm({0.03, 0.01, 0.04, 0.013}, 0.05), ElementsAre(false, true, false, true));
  EXPECT_THAT(holm({}, 0.05), IsEmpty());
}

TEST(Compare, FindsTheModuleThatBecameSlower) {
  const Report model = model_of({"", "a", "b"});
  const Comparison comparison =
      compare({side_of(model, {{5, 100, 200}, {5, 101, 201}, {5, 99, 199}})},
              {side_of(model, {{5, 120, 200}, {5, 121, 199}, {5, 119, 201}})});
  EXPECT_EQ(change_of(comparison, "a").verdict, Verdict::kSlower);
  EXPECT_FALSE(change_of(comparison, "a").only_relative);
  EXPECT_EQ(change_of(comparison, "b").verdict, Verdict::kUnclear);
  EXPECT_EQ(comparison.modules.front().path, "a");  // what changes the time most
  EXPECT_EQ(comparison.latency_verdict, Verdict::kSlower);
  EXPECT_EQ(comparison.base_processes, 3);
}

TEST(Compare, FindsAModuleAgainstTheRestWhereProcessesDifferAsAWhole) {
  // Each process has a speed of its own, which hides the module's change but not against the rest.
  const Report model = model_of({"", "a", "b", "c", "d"});
  std::vector<std::vector<double>> base_times;
  std::vector<std::vector<double>> new_times;
  double wobble = 0;
  for (const double speed : {1.0, 1.3, 1.15, 0.9, 1.2}) {
    wobble = 0.003 - wobble;
    const double ns = 100 * speed;
    base_times.push_back({5 * speed, ns, ns * (1 + wobble), ns, ns});
    new_times.push_back({5 * speed, 1.12 * ns * (1 - wobble), ns, ns, ns});
  }
  const Comparison comparison = compare({side_of(model, base_times)}, {side_of(model, new_times)});
  EXPECT_EQ(comparison.latency_verdict, Verdict::kUnclear);
  const ModuleChange& change = change_of(comparison, "a");
  EXPECT_EQ(change.verdict, Verdict::kSlower);
  EXPECT_TRUE(change.only_relative);
  EXPECT_THAT(change.relative.percent, Optional(DoubleNear(12, 0.5)));
  EXPECT_GT(*change.own.p_value, 0.05);
  for (const char* other : {"b", "c", "d"}) {
    EXPECT_EQ(change_of(comparison, other).verdict, Verdict::kUnclear) << other;
  }
}

TEST(Compare, HoldsNoModuleAgainstARestThatIsMostlyOneOther) {
  const Report model = model_of({"", "a", "b"});
  const Comparison comparison = compare({side_of(model, {{1, 100, 50}, {1, 101, 51}})},
                                        {side_of(model, {{1, 150, 50}, {1, 151, 51}})});
  EXPECT_FALSE(change_of(comparison, "b").relative.percent);
  EXPECT_EQ(change_of(comparison, "b").verdict, Verdict::kUnclear);
}

TEST(Compare, TestsNoModuleBelowOnePercentOfTheTime) {
  const Report model = model_of({"", "a", "b"});
  const Comparison comparison = compare({side_of(model, {{1, 200, 1}, {1, 201, 1}})},
                                        {side_of(model, {{1, 200, 1.9}, {1, 201, 1.9}})});
  EXPECT_EQ(change_of(comparison, "b").verdict, Verdict::kNotTested);
}

TEST(Compare, CallsNoChangeBelowOnePercentClear) {
  const Report model = model_of({"", "a"});
  const Comparison comparison = compare({side_of(model, {{100, 1000}, {100, 1000}})},
                                        {side_of(model, {{100, 1009}, {100, 1009}})});
  EXPECT_THAT(comparison.latency.p_value, Optional(0.0));
  EXPECT_EQ(comparison.latency_verdict, Verdict::kUnclear);
  EXPECT_EQ(change_of(comparison, "a").verdict, Verdict::kUnclear);
}

TEST(Compare, CountsAReportWithoutProcessesAsOne) {
  Report single = model_of({"", "a"});
  single.latency_ns.count = 20;
  single.latency_ns.median = 100;
  single.latency_ns.median_ci95 = {99, 101};
  single.modules[1].time_ns.exclusive.median = 50;
  single.modules[1].time_ns.exclusive.median_ci95 = {49, 51};
  Report slower = single;
  slower.latency_ns.median = 130;
  slower.latency_ns.median_ci95 = {129, 131};
  const Comparison comparison = compare({{"a.json", single}}, {{"b.json", slower}});
  EXPECT_EQ(comparison.latency_verdict, Verdict::kSlower);
  EXPECT_THAT(comparison.warnings, has_warning("single_process", "one process on each side"));
  const Comparison many = compare({{"a.json", single}, {"b.json", slower}}, {{"c.json", single}});
  EXPECT_EQ(many.base_processes, 2);
  EXPECT_THAT(many.warnings, has_warning("single_process", "one process on one side"));
}

TEST(Compare, TakesTheDevicesTimesWhereThereAreAny) {
  Report report = model_of({""});
  report.latency_ns.count = 1;
  report.latency_ns.median = 9;
  report.modules[0].time_ns.exclusive.median = 1;
  report.modules[0].device_time_ns.emplace().exclusive.median = 7;
  EXPECT_DOUBLE_EQ(compare({{"a", report}}, {{"b", report}}).modules[0].own.base_ns, 7);
}

TEST(Compare, ListsWhatIsOnOneSideOnlyAndWhatWasRenamed) {
  Report before = model_of({"", "body.0", "gone", "twin1", "twin2"});
  before.modules[1].class_name = "Conv2d";
  before.modules[2].class_name = "Dropout";
  Report after = model_of({"", "features.0", "fresh", "twin3", "twin4"});
  after.modules[1].class_name = "Conv2d";
  after.modules[2].class_name = "GELU";
  const std::vector<std::vector<double>> times{{1, 2, 3, 4, 5}, {1, 2, 3, 4, 5}};
  const Comparison comparison = compare({side_of(before, times)}, {side_of(after, times)});
  EXPECT_EQ(change_of(comparison, "features.0").base_path, "body.0");
  // Which twin is which nobody can tell.
  EXPECT_THAT(comparison.added, ElementsAre("fresh", "twin3", "twin4"));
  EXPECT_THAT(comparison.removed, ElementsAre("gone", "twin1", "twin2"));
}

TEST(Compare, ListsChangesOfCostAndShapeApart) {
  const Report before = model_of({"", "a"});
  Report after = before;
  after.modules[1].exclusive_cost.cost.flops = 30;
  after.modules[1].parameters = 7;
  after.modules[1].outputs[0].dtype = "float16";
  const std::vector<std::vector<double>> times{{1, 2}, {1, 2}};
  const Comparison comparison = compare({side_of(before, times)}, {side_of(after, times)});
  EXPECT_THAT(comparison.costs, ElementsAre(ValueChange{"a", "parameters", "0", "7"},
                                            ValueChange{"a", "flops", "0", "30"}));
  EXPECT_THAT(comparison.shapes,
              ElementsAre(ValueChange{"a", "outputs", "1x4 float32", "1x4 float16"}));
}

TEST(Compare, RefusesOtherWorkUnlessForced) {
  const std::vector<std::vector<double>> times{{1}, {1}};
  const NamedReport base_side = side_of(model_of({""}), times);
  Report other = model_of({""});
  other.environment.device = "cuda:0";
  EXPECT_EQ(complaint_about({base_side}, {side_of(other, times)}),
            "the sides differ in device (cpu, then cuda:0): their times cannot be compared");
  other = model_of({""});
  other.model.method = "encode";
  EXPECT_THAT(complaint_about({base_side}, {side_of(other, times)}), HasSubstr("in method ("));
  other = model_of({""});
  other.inputs = {{"x", "tensor", "", TensorSummary{"float32", {1, 3}, "cpu"}}};
  EXPECT_THAT(complaint_about({base_side}, {side_of(other, times)}),
              HasSubstr("in inputs (none, then 1x3)"));
  EXPECT_THAT(compare({base_side}, {side_of(other, times)}, {.force = true}).warnings,
              has_warning("other_measurement", "inputs"));
}

TEST(Compare, WarnsOfAnotherEnvironment) {
  const std::vector<std::vector<double>> times{{1}, {1}};
  Report other = model_of({""});
  other.environment.threads = 4;
  other.environment.libtorch_version = "2.15.0";
  other.settings.channels_last = true;
  other.inputs = {{"x", "tensor", "", TensorSummary{"float16", {1, 3}, "cpu"}}};
  Report first = model_of({""});
  first.inputs = {{"x", "tensor", "", TensorSummary{"float32", {1, 3}, "cpu"}}};
  const auto warnings = compare({side_of(first, times)}, {side_of(other, times)}).warnings;
  EXPECT_THAT(warnings, has_warning("environment_differs",
                                    "names and types of inputs (x float32, then x float16)"));
  EXPECT_THAT(warnings, has_warning("environment_differs", "threads (2, then 4)"));
  EXPECT_THAT(warnings, has_warning("environment_differs", "LibTorch (none, then 2.15.0)"));
  EXPECT_THAT(warnings, has_warning("environment_differs", "channels last (off, then on)"));
}

TEST(Compare, WarnsWhereTheSidesDidNotTakeTurns) {
  const std::vector<std::vector<double>> times{{1}, {1}};
  const NamedReport early = side_of(model_of({""}), times);
  NamedReport late = early;
  for (ProcessReport& process : late.report.processes) process.created = "2026-01-02T00:00:00Z";
  EXPECT_THAT(compare({early}, {late}).warnings, has_warning("not_interleaved"));
  EXPECT_THAT(compare({late}, {early}).warnings, has_warning("not_interleaved"));
  EXPECT_THAT(compare({early}, {early}).warnings, IsEmpty());
}

TEST(Compare, WarnsOfAReportThatIsPartial) {
  const std::vector<std::vector<double>> times{{1}, {1}};
  NamedReport partial = side_of(model_of({""}), times, "partial.json");
  partial.report.warnings = {{"partial_report", "it was interrupted"}};
  EXPECT_THAT(compare({side_of(model_of({""}), times)}, {partial}).warnings,
              has_warning("partial_report", "partial.json: "));
}

TEST(Compare, WarnsOfAServersCalls) {
  const std::vector<std::vector<double>> times{{1}, {1}};
  NamedReport sampled = side_of(model_of({""}), times, "sampled.json");
  sampled.report.sampling = SamplingReport{};
  EXPECT_THAT(compare({side_of(model_of({""}), times)}, {sampled}).warnings,
              has_warning("sampled_calls", "sampled.json: "));
}

TEST(Compare, RefusesASideThatIsNotOneMeasurement) {
  const std::vector<std::vector<double>> times{{1}, {1}};
  const NamedReport one = side_of(model_of({""}), times, "one.json");
  EXPECT_EQ(complaint_about({}, {one}), "--base: there is no report");
  EXPECT_EQ(complaint_about({one}, {}), "--new: there is no report");
  const NamedReport bigger = side_of(model_of({"", "a"}), {{1, 1}}, "bigger.json");
  EXPECT_EQ(complaint_about({one, bigger}, {one}),
            "bigger.json: has other modules than one.json: the reports of --base must be of one "
            "model");
  Report threads = model_of({""});
  threads.environment.threads = 7;
  EXPECT_EQ(complaint_about({one}, {one, side_of(threads, times, "threads.json")}),
            "threads.json: differs from one.json in threads (2, 7): the reports of --new must be "
            "of one measurement");
  EXPECT_EQ(complaint_about({one}, {{"empty.json", model_of({""})}}),
            "empty.json: has no measured latency");
}

}  // namespace
}  // namespace hookstat::testing
