#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hookstat/error.h"
#include "unit/report/recordings.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

ParameterInfo parameter(std::uint64_t identity, std::int64_t elements, bool trainable = true) {
  return {"weight", identity, elements, 4 * elements, trainable};
}

TEST(Modules, CallsAreThoseOfTheAnalysisRun) {
  Recording recording = net_with_leaves(1);
  recording.module_calls = {call_of(0, -1), call_of(1, 0, "forward"), call_of(1, 0, "encode"),
                            call_of(1, 0, "forward")};
  set_runs(recording, {run_of({span(0, -1, 0, 100), span(1, 0, 10, 20)})});
  const ModuleReport leaf = built(recording).modules[1];
  EXPECT_EQ(leaf.calls, 3);
  EXPECT_THAT(leaf.methods, ElementsAre(Pair("encode", 1), Pair("forward", 2)));
}

TEST(Modules, CallsWithoutAnAnalysisRunAreThoseOfTheFirstTimingRun) {
  Recording recording = net_with_leaves(1);
  set_runs(recording, {run_of({span(0, -1, 0, 100), span(1, 0, 10, 20), span(1, 0, 30, 40)}),
                       run_of({span(0, -1, 0, 100)})});
  const Report report = built(recording);
  EXPECT_EQ(report.modules[0].calls, 1);
  EXPECT_EQ(report.modules[1].calls, 2);
  EXPECT_THAT(report.modules[1].methods, ElementsAre(Pair("forward", 2)));
}

TEST(Modules, ShapesAreOfTheLastCallAndAllAreCounted) {
  Recording recording = net_with_leaves(1);
  recording.module_calls = {call_of(0, -1)};
  for (const std::int64_t size : {2, 3, 2, 4}) {
    ModuleCall call = call_of(1, 0);
    call.inputs = {tensor({size}), tensor({})};
    call.outputs = {tensor({size, size})};
    recording.module_calls.push_back(call);
  }
  const ModuleReport leaf = built(recording).modules[1];
  EXPECT_THAT(leaf.inputs, ElementsAre(TensorSummary{"float32", {4}, "cpu"},
                                       TensorSummary{"float32", {}, "cpu"}));
  EXPECT_THAT(leaf.outputs, ElementsAre(TensorSummary{"float32", {4, 4}, "cpu"}));
  EXPECT_THAT(leaf.call_shapes, ElementsAre(CallShape{{{2}, {}}, 2}, CallShape{{{3}, {}}, 1},
                                            CallShape{{{4}, {}}, 1}));
}

TEST(Modules, OnlySixteenCallShapesAreKept) {
  Recording recording = net_with_leaves(1);
  recording.module_calls = {call_of(0, -1)};
  for (std::int64_t size = 0; size < 40; ++size) {
    ModuleCall call = call_of(1, 0);
    call.inputs = {tensor({size % 20})};
    recording.module_calls.push_back(call);
  }
  const ModuleReport leaf = built(recording).modules[1];
  ASSERT_EQ(leaf.call_shapes.size(), 16U);
  EXPECT_EQ(leaf.call_shapes.back(), (CallShape{{{15}}, 2}));
}

TEST(Modules, SharedTensorsCountOnceInTotals) {
  Recording recording = net_with_leaves(2);
  recording.modules[1].parameters = {parameter(7, 10), parameter(8, 5)};
  recording.modules[2].parameters = {parameter(7, 10)};
  recording.modules[2].alias_of = "m1";
  recording.modules[1].buffers = {parameter(9, 3)};
  recording.modules[2].buffers = {parameter(9, 3)};
  const Report report = built(recording);
  EXPECT_EQ(report.modules[1].parameters, 15);
  EXPECT_EQ(report.modules[2].parameters, 10);
  EXPECT_EQ(report.modules[2].parameter_bytes, 40);
  EXPECT_EQ(report.modules[2].alias_of, "m1");
  EXPECT_EQ(report.totals.parameters, 15);
  EXPECT_EQ(report.model.parameters, 15);
  EXPECT_EQ(report.model.parameter_bytes, 60);
  EXPECT_EQ(report.model.buffers, 3);
  EXPECT_EQ(report.model.buffer_bytes, 12);
  EXPECT_EQ(report.model.modules, 3);
}

TEST(Leaves, RowIsOfTheLastForwardCall) {
  Recording recording = net_with_leaves(1);
  recording.modules[1].class_name = "ReLU";
  recording.module_calls = {call_of(0, -1), call_of(1, 0, "forward"), call_of(1, 0, "forward1"),
                            call_of(1, 0, "extra_repr")};
  for (std::size_t i = 1; i < 4; ++i) {
    recording.module_calls[i].inputs = {tensor({2, static_cast<std::int64_t>(i)})};
    recording.module_calls[i].outputs = recording.module_calls[i].inputs;
  }
  set_runs(recording, {run_of({span(0, -1, 0, 100), span(1, 0, 0, 25)})});
  const Report report = built(recording);
  EXPECT_FALSE(report.modules[0].torchstat);
  ASSERT_TRUE(report.modules[1].torchstat);
  const TorchstatCells& cells = *report.modules[1].torchstat;
  EXPECT_TRUE(cells.supported);
  EXPECT_THAT(cells.input_shape, ElementsAre(2));  // {2, 2} of forward1 without the batch
  EXPECT_EQ(cells.madd, 2);                        // ReLU: i
  EXPECT_EQ(cells.flops, 2 * 2);                   // N i
  EXPECT_DOUBLE_EQ(cells.duration_percent, 100);
  EXPECT_EQ(report.totals.torchstat.madd, 2);
  EXPECT_EQ(report.totals.torchstat.mem_read_bytes, 4 * 2 * 2);
  EXPECT_DOUBLE_EQ(report.totals.torchstat.memory_mb, cells.memory_mb);
}

TEST(Leaves, WithoutForwardTheLastCallOfAnyMethodIsShown) {
  Recording recording = net_with_leaves(1);
  recording.modules[1].class_name = "ReLU";
  recording.module_calls = {call_of(0, -1), call_of(1, 0, "encode")};
  recording.module_calls[1].inputs = {tensor({1, 6})};
  recording.module_calls[1].outputs = {tensor({1, 6})};
  EXPECT_EQ(built(recording).modules[1].torchstat->madd, 6);
}

TEST(Leaves, NeverRanIsAllZero) {
  Recording recording = net_with_leaves(1);
  recording.modules[1].class_name = "ReLU";
  recording.modules[1].parameters = {parameter(1, 10)};
  const TorchstatCells cells = built(recording).modules[1].torchstat.value();
  EXPECT_THAT(cells.input_shape, ElementsAre(0, 0, 0));
  EXPECT_EQ(cells.parameters, 0);
  EXPECT_EQ(cells.madd, 0);
  EXPECT_DOUBLE_EQ(cells.duration_percent, 0);
}

TEST(BuildReport, CopiesWhatWasDescribed) {
  Recording recording = net_with_leaves(0);
  recording.model = {"net.pt", 123, "forward"};
  recording.inputs = {{"x", "tensor", "1x2 float32", tensor({1, 2})},
                      {"n", "int", "3", std::nullopt}};
  recording.environment.libtorch_version = "2.13.0";
  recording.settings.seed = 5;
  recording.phases.load_ns = 9;
  recording.model_calls = 23;
  recording.first_call_ns = 77;
  recording.created = "2026-01-01T00:00:00Z";
  const Report report = built(recording);
  EXPECT_EQ(report.tool, (ToolInfo{"hookstat", "1.2.3", "2.13.0"}));
  EXPECT_EQ(report.model.path, "net.pt");
  EXPECT_EQ(report.inputs[0].tensor, (TensorSummary{"float32", {1, 2}, "cpu"}));
  EXPECT_FALSE(report.inputs[1].tensor);
  EXPECT_EQ(report.inputs[1].text, "3");
  EXPECT_EQ(report.settings, recording.settings);
  EXPECT_EQ(report.phases_ns.load_ns, 9);
  EXPECT_EQ(report.model_calls, 23);
  EXPECT_EQ(report.first_call_ns, 77);
  EXPECT_EQ(report.created, recording.created);
}

TEST(BuildReport, TakesAnEmptyRecording) {
  const Recording empty;
  const Report report = built(empty);
  EXPECT_THAT(report.modules, IsEmpty());
  EXPECT_THAT(report.classes, IsEmpty());
  EXPECT_EQ(report.latency_ns, Statistics{});
}

TEST(BuildReport, RefusesIndexesThatLeadNowhere) {
  const auto refused = [](auto spoil) {
    Recording recording = net_with_leaves(2);
    recording.module_calls = {call_of(0, -1), call_of(1, 0)};
    recording.operators = {add_of(1, 1, 1)};
    set_runs(recording, {run_of({span(0, -1, 0, 100), span(1, 0, 0, 10), span(2, 1, 0, 5)})});
    EXPECT_NO_THROW((void)built(recording));
    spoil(recording);
    EXPECT_THROW((void)built(recording), InternalError);
  };
  refused([](Recording& r) { r.modules[2].parent = 2; });
  refused([](Recording& r) { r.modules[2].parent = -1; });
  refused([](Recording& r) { r.modules[1].parent = 9; });
  refused([](Recording& r) { r.sites[1].module = 3; });
  refused([](Recording& r) { r.module_calls[1].module = -1; });
  refused([](Recording& r) { r.module_calls[1].parent = 1; });
  refused([](Recording& r) { r.operators[0].module = 3; });
  refused([](Recording& r) { r.operators[0].parent = 0; });
  refused([](Recording& r) { r.kept_run->run.spans[1].site = 3; });
  refused([](Recording& r) { r.kept_run->run.spans[1].parent = 3; });
  refused([](Recording& r) { r.kept_run->run.spans[1].parent = 2; });  // a circle: 2 is inside 1
}

TEST(BuildReport, SaysWhatContradicts) {
  Recording recording = net_with_leaves(1);
  recording.sites[1].module = 7;
  try {
    (void)built(recording);
    FAIL();
  } catch (const InternalError& error) {
    EXPECT_STREQ(error.what(), "recording: sites[1].module 7 is out of range");
  }
}

}  // namespace
}  // namespace hookstat::testing
