// What lines of Python cost.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hookstat/error.h"
#include "hookstat/processes.h"
#include "unit/report/recordings.h"

namespace hookstat::testing {
namespace {

OpCall relu_at(std::int32_t line, std::int64_t elements) {
  OpCall call;
  call.name = "aten::relu";
  call.argument_names = {"self"};
  TensorInfo tensor;
  tensor.sizes = {elements};
  tensor.strides = {1};
  tensor.dtype = Dtype::kFloat32;
  tensor.storage = 1;
  call.inputs = {tensor};
  tensor.storage = 2;
  call.outputs = {tensor};
  call.source_line = line;
  return call;
}

SourceLine line(const std::string& file, std::int64_t number, const std::string& text) {
  SourceLine source;
  source.file = file;
  source.line = number;
  source.text = text;
  return source;
}

TEST(Sources, AddUpTheOperatorsOfALine) {
  Recording recording = net_with_leaves(0);
  recording.source_lines = {line("net.py", 3, "relu(x)"), line("net.py", 4, ""),
                            line("a.py", 1, "")};
  // The last one comes from no line that is known.
  recording.operators = {relu_at(0, 10), relu_at(2, 50), relu_at(0, 20), relu_at(-1, 1000)};
  const Report report = built(recording);
  ASSERT_TRUE(report.sources);
  ASSERT_EQ(report.sources->size(), 3U) << "line 4 ran no operator";
  EXPECT_EQ(report.sources->at(0).file, "");
  EXPECT_EQ(report.sources->at(0).flops, 1000);
  EXPECT_EQ(report.sources->at(1).file, "a.py");
  EXPECT_EQ(report.sources->at(1).flops, 50);
  EXPECT_EQ(report.sources->at(2).line, 3);
  EXPECT_EQ(report.sources->at(2).flops, 10 + 20);
  EXPECT_EQ(report.sources->at(2).calls, 2);
  EXPECT_FALSE(report.sources->at(2).time_ns);
  EXPECT_FALSE(report.sources->at(2).time_percent);
}

/// Two runs: relu takes 10 and 30 ns on line 1, 40 and 60 on line 0, and 5 on none.
Recording timed_recording() {
  Recording recording = net_with_leaves(0);
  recording.source_lines = {line("net.py", 3, "relu(x)"), line("a.py", 1, "")};
  recording.operators = {relu_at(1, 10)};
  OperatorRuns runs;
  runs.groups = {{0, "", -1}, {0, "aten::relu", 1}, {0, "aten::relu", 0}, {0, "aten::view", -1}};
  runs.folded.rows = 2;
  runs.folded.calls = {1, 1, 1, 1};
  runs.folded.called = {true, true, true, true};
  runs.folded.host.exclusive_ns = {20, 10, 40, 5,  //
                                   50, 30, 60, 5};
  runs.folded.host.inclusive_ns = runs.folded.host.exclusive_ns;
  runs.folded.wall_ns = {75, 145};
  runs.latency_ns = {75, 145};
  recording.operator_runs = runs;
  return recording;
}

TEST(Sources, HaveTheTimesOfTheirOperatorsTheLongestFirst) {
  const Report report = built(timed_recording());
  ASSERT_EQ(report.sources->size(), 3U);
  EXPECT_EQ(report.sources->at(0).file, "net.py");
  EXPECT_EQ(report.sources->at(0).time_ns, 50);
  EXPECT_EQ(report.sources->at(1).time_ns, 20);
  EXPECT_EQ(report.sources->at(1).flops, 10);
  EXPECT_EQ(report.sources->at(2).file, "");
  EXPECT_EQ(report.sources->at(2).time_ns, 5);
  // 35 ns pass between operators.
  EXPECT_DOUBLE_EQ(report.sources->at(0).time_percent.value(), 100.0 * 50 / 110);
}

TEST(Sources, LeaveTheOperatorsAddedUpOverTheLines) {
  const Report report = built(timed_recording());
  ASSERT_EQ(report.operators.size(), 2U);
  EXPECT_EQ(report.operators[0].name, "aten::relu");
  EXPECT_EQ(report.operators[0].time_ns, 70);
  EXPECT_EQ(report.operators[0].calls, 1) << "as the analysis run counted";
  EXPECT_EQ(report.operators[0].timed_calls, 2);
}

TEST(Sources, OfSeveralProcessesAreMeans) {
  Recording slower = timed_recording();
  for (double& ns : slower.operator_runs->folded.host.exclusive_ns) ns *= 2;
  const Report merged = merge_processes({built(timed_recording()), built(slower)});
  EXPECT_EQ(merged.sources->at(0).time_ns, 75);
  EXPECT_DOUBLE_EQ(merged.sources->at(0).time_percent.value(), 100.0 * 50 / 110);
}

TEST(Sources, MustBeLinesOfTheRecording) {
  Recording recording = timed_recording();
  recording.operator_runs->groups[2].source_line = 2;
  EXPECT_THROW(built(recording), InternalError);
}

TEST(Sources, AreUnknownWhereNoLinesWereRecorded) {
  Recording recording = net_with_leaves(0);
  recording.operators = {relu_at(-1, 10)};
  EXPECT_FALSE(built(recording).sources);
}

}  // namespace
}  // namespace hookstat::testing
