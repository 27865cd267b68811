// What lines of Python cost.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

TEST(Sources, AddUpTheOperatorsOfALine) {
  Recording recording = net_with_leaves(0);
  recording.source_lines = {
      {"net.py", 3, "", "relu(x)"}, {"net.py", 4, "", ""}, {"a.py", 1, "", ""}};
  // The last one comes from no line that is known.
  recording.operators = {relu_at(0, 10), relu_at(2, 50), relu_at(0, 20), relu_at(-1, 1000)};
  const Report report = built(recording);
  ASSERT_TRUE(report.sources);
  ASSERT_EQ(report.sources->size(), 2U) << "line 4 ran no operator";
  EXPECT_EQ(report.sources->at(0).file, "a.py");
  EXPECT_EQ(report.sources->at(0).flops, 50);
  EXPECT_EQ(report.sources->at(1).line, 3);
  EXPECT_EQ(report.sources->at(1).flops, 10 + 20);
  EXPECT_EQ(report.sources->at(1).calls, 2);
  EXPECT_FALSE(report.sources->at(1).time_percent);
}

TEST(Sources, AreUnknownWhereNoLinesWereRecorded) {
  Recording recording = net_with_leaves(0);
  recording.operators = {relu_at(-1, 10)};
  EXPECT_FALSE(built(recording).sources);
}

}  // namespace
}  // namespace hookstat::testing
