#include "hookstat/torchstat.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/cost/calls.h"

namespace hookstat::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

LeafModule leaf(const std::string& class_name, TensorInfo input, TensorInfo output,
                std::int64_t parameters = 0, std::vector<OpCall> operators = {}) {
  LeafModule made;
  made.class_name = class_name;
  made.ran = true;
  made.parameters = made.trainable_parameters = parameters;
  made.inputs = {std::move(input)};
  made.outputs = {std::move(output)};
  made.operators = std::move(operators);
  return made;
}

// 8 -> 12 channels in 4 groups, 3 x 3, with a bias, on a batch of 2.
constexpr std::int64_t kGroupedParameters = 12 * 2 * 9 + 12;

LeafModule grouped_conv(const std::string& class_name) {
  const auto input = tensor({2, 8, 7, 7});
  const auto output = tensor({2, 12, 5, 5});
  return leaf(class_name, input, output, kGroupedParameters,
              {conv2d(input, tensor({12, 2, 3, 3}), tensor({12}), output, 4)});
}

TEST(TorchstatConv2d, CountsGroupsAndBias) {
  const TorchstatRow row = torchstat_row(grouped_conv("Conv2d"));
  EXPECT_TRUE(row.supported);
  EXPECT_EQ(row.madd, (2 * 9 * (8 / 4) - 1 + 1) * (5 * 5) * 12);            // one sample
  EXPECT_EQ(row.flops, 2 * (9 * 8 * (12 / 4) + 12) * (5 * 5));              // the batch of 2
  EXPECT_EQ(row.mem_read_bytes, 2 * (8 * 7 * 7 + kGroupedParameters) * 4);  // weights twice
  EXPECT_EQ(row.mem_write_bytes, 2 * (12 * 5 * 5) * 4);
  EXPECT_THAT(row.input_shape, ElementsAre(8, 7, 7));
  EXPECT_THAT(row.output_shape, ElementsAre(12, 5, 5));
  EXPECT_DOUBLE_EQ(row.memory_mb, 4.0 * (12 * 5 * 5) / (1024 * 1024));
}

TEST(TorchstatConv2d, ScriptedAndTracedAgree) {
  LeafModule traced = grouped_conv("Conv2d");
  traced.operators = {traced_convolution(traced.inputs[0], tensor({12, 2, 3, 3}), tensor({12}),
                                         traced.outputs[0], false, 4)};
  const TorchstatRow row = torchstat_row(traced);
  EXPECT_EQ(row.madd, torchstat_row(grouped_conv("Conv2d")).madd);
  EXPECT_EQ(row.flops, torchstat_row(grouped_conv("Conv2d")).flops);
}

TEST(TorchstatConv2d, ReadsTrainableParametersOnly) {
  LeafModule frozen = grouped_conv("Conv2d");
  frozen.trainable_parameters = 0;
  EXPECT_EQ(torchstat_row(frozen).mem_read_bytes, 2 * (8 * 7 * 7) * 4);
  EXPECT_EQ(torchstat_row(frozen).parameters, kGroupedParameters);
}

TEST(TorchstatConv2d, CountsBytesOfTheInputsType) {
  LeafModule half = grouped_conv("Conv2d");
  half.inputs[0].dtype = Dtype::kFloat16;
  EXPECT_EQ(torchstat_row(half).mem_write_bytes, 2 * (12 * 5 * 5) * 2);
  EXPECT_DOUBLE_EQ(torchstat_row(half).memory_mb, 4.0 * (12 * 5 * 5) / (1024 * 1024));
}

TEST(TorchstatConv2d, WithoutItsOperatorIsUnsupported) {
  LeafModule silent = grouped_conv("Conv2d");
  silent.operators.clear();
  EXPECT_FALSE(torchstat_row(silent).supported);
  EXPECT_EQ(torchstat_row(silent).madd, 0);
}

TEST(TorchstatConvTranspose2d, CountsInputPositionsAndNothingElse) {
  const auto input = tensor({2, 4, 5, 5});
  const auto output = tensor({2, 6, 10, 10});
  const TorchstatRow row = torchstat_row(
      leaf("ConvTranspose2d", input, output, 4 * 3 * 4,
           {traced_convolution(input, tensor({4, 3, 2, 2}), kNone, output, true, 2)}));
  EXPECT_TRUE(row.supported);
  EXPECT_EQ(row.madd, (2 * 4 * (4 / 2) - 1) * (5 * 5) * 6);
  EXPECT_EQ(row.flops, 0);
  EXPECT_EQ(row.mem_read_bytes, 0);
  EXPECT_EQ(row.mem_write_bytes, 0);
}

TEST(TorchstatBatchNorm2d, DoublesForAnAffineOne) {
  const auto input = tensor({2, 3, 4, 4});
  const auto row = [&](bool affine) {
    return torchstat_row(leaf("BatchNorm2d", input, tensor({2, 3, 4, 4}), affine ? 6 : 0,
                              {batch_norm(input, affine, false)}));
  };
  EXPECT_EQ(row(true).madd, 4 * (3 * 4 * 4));
  EXPECT_EQ(row(true).flops, 2 * (3 * 4 * 4) * 2);
  EXPECT_EQ(row(false).flops, 2 * (3 * 4 * 4));
  EXPECT_EQ(row(true).mem_read_bytes, 2 * (3 * 4 * 4 + 2 * 3) * 4);
  EXPECT_EQ(row(true).mem_write_bytes, 2 * (3 * 4 * 4) * 4);
}

TEST(TorchstatMaxPool2d, TakesTheWholeKernelForEachOutput) {
  const auto input = tensor({2, 3, 7, 7});
  const auto output = tensor({2, 3, 4, 4});
  const TorchstatRow row =
      torchstat_row(leaf("MaxPool2d", input, output, 0, {max_pool2d(input, {2}, output)}));
  EXPECT_EQ(row.madd, (2 * 2 - 1) * (3 * 4 * 4));
  EXPECT_EQ(row.flops, 2 * (3 * 7 * 7));
  EXPECT_EQ(row.mem_write_bytes, 2 * (3 * 4 * 4) * 4);
}

TEST(TorchstatAvgPool2d, DividesAsWell) {
  const auto input = tensor({1, 3, 8, 8});
  const auto output = tensor({1, 3, 4, 4});
  const auto pool =
      call("aten::avg_pool2d", {{"self", input}, {"kernel_size", Shape{2, 2}}}, {output});
  EXPECT_EQ(torchstat_row(leaf("AvgPool2d", input, output, 0, {pool})).madd, 4 * (3 * 4 * 4));
}

TEST(TorchstatActivations, DifferInWhatTheyCount) {
  const auto row = [](const char* name, std::int64_t parameters = 0) {
    return torchstat_row(leaf(name, tensor({2, 3, 5}), tensor({2, 3, 5}), parameters));
  };
  for (const char* const name : {"ReLU", "ReLU6"}) EXPECT_EQ(row(name).madd, 3 * 5) << name;
  for (const char* const name : {"ELU", "LeakyReLU", "PReLU"}) EXPECT_EQ(row(name).madd, 0) << name;
  for (const char* const name : {"ReLU", "ReLU6", "ELU", "LeakyReLU", "PReLU"}) {
    EXPECT_TRUE(row(name).supported) << name;
    EXPECT_EQ(row(name).flops, 2 * (3 * 5)) << name;
    EXPECT_EQ(row(name).mem_write_bytes, 2 * (3 * 5) * 4) << name;
  }
  EXPECT_EQ(row("PReLU", 3).mem_read_bytes, 2 * (3 * 5 + 3) * 4);
}

TEST(TorchstatLinear, CountsTheBatchInFlopsOnly) {
  const TorchstatRow row = torchstat_row(leaf("Linear", tensor({2, 5}), tensor({2, 3}), 5 * 3 + 3));
  EXPECT_EQ(row.madd, 3 * (2 * 5 - 1));
  EXPECT_EQ(row.flops, 2 * 5 * 3);
  EXPECT_EQ(row.mem_read_bytes, 2 * (5 + 5 * 3 + 3) * 4);
  EXPECT_EQ(row.mem_write_bytes, 2 * 3 * 4);
}

TEST(TorchstatLinear, MultipliesByTheMiddleDimensions) {
  const TorchstatRow row =
      torchstat_row(leaf("Linear", tensor({2, 7, 11, 5}), tensor({2, 7, 11, 3}), 5 * 3));
  EXPECT_EQ(row.madd, (7 * 11) * 3 * (2 * 5 - 1));
  EXPECT_EQ(row.flops, (7 * 11) * 2 * 5 * 3);
  EXPECT_EQ(row.mem_read_bytes, 2 * (7 * 11 * 5 + 5 * 3) * 4);
}

TEST(TorchstatBilinear, CountsBothWidths) {
  LeafModule made = leaf("Bilinear", tensor({2, 4}), tensor({2, 3}), 3 * 4 * 5);
  made.inputs.push_back(tensor({2, 5}));
  EXPECT_EQ(torchstat_row(made).madd, 3 * (2 * (4 * 5 + 5) - 1));
  EXPECT_EQ(torchstat_row(made).flops, 0);
}

TEST(TorchstatUpsample, CountsPositionsNotChannels) {
  const TorchstatRow row =
      torchstat_row(leaf("Upsample", tensor({2, 3, 4, 4}), tensor({2, 3, 8, 8})));
  EXPECT_EQ(row.flops, 2 * 8 * 8);
  EXPECT_EQ(row.madd, 0);
}

TEST(TorchstatOtherLeaf, HasShapesParametersAndMemoryOnly) {
  const auto x = tensor({1, 8, 3, 3});
  const auto scale = call("aten::mul.Tensor", {{"self", x}, {"other", tensor({1, 8, 1, 1})}},
                          {tensor({1, 8, 3, 3})});
  const TorchstatRow row = torchstat_row(leaf("L2Norm", x, tensor({1, 8, 3, 3}), 8, {scale}));
  EXPECT_FALSE(row.supported);
  EXPECT_EQ(row.parameters, 8);
  EXPECT_THAT(row.input_shape, ElementsAre(8, 3, 3));
  EXPECT_DOUBLE_EQ(row.memory_mb, 4.0 * (8 * 3 * 3) / (1024 * 1024));
  EXPECT_EQ(row.madd + row.flops + row.mem_read_bytes + row.mem_write_bytes, 0);
}

TEST(TorchstatOtherLeaf, CountsAsTheClassOfItsOneWeightedOperator) {
  const TorchstatRow row = torchstat_row(grouped_conv("MyConv"));
  EXPECT_TRUE(row.supported);
  EXPECT_EQ(row.madd, torchstat_row(grouped_conv("Conv2d")).madd);
  EXPECT_EQ(row.mem_read_bytes, torchstat_row(grouped_conv("Conv2d")).mem_read_bytes);
}

TEST(TorchstatOtherLeaf, WithTwoWeightedOperatorsIsUnsupported) {
  LeafModule two = grouped_conv("TwoConvs");
  two.operators.push_back(two.operators.front());
  EXPECT_FALSE(torchstat_row(two).supported);
}

TEST(TorchstatOtherLeaf, WithAWeightFromElsewhereIsUnsupported) {
  LeafModule borrowed = grouped_conv("Functional");
  borrowed.parameters = 0;
  EXPECT_FALSE(torchstat_row(borrowed).supported);
}

TEST(TorchstatOtherLeaf, ConvolutionsAndNormsOfOtherRanksAreUnsupported) {
  const auto line = tensor({2, 8, 9});
  const auto conv1d = traced_convolution(line, tensor({8, 8, 3}), kNone, tensor({2, 8, 7}));
  EXPECT_FALSE(
      torchstat_row(leaf("Conv1d", line, tensor({2, 8, 7}), 8 * 8 * 3, {conv1d})).supported);
  const auto norm = batch_norm(line, true, false);
  EXPECT_FALSE(torchstat_row(leaf("BatchNorm1d", line, tensor({2, 8, 9}), 16, {norm})).supported);
}

TEST(TorchstatLeaf, ThatNeverRanIsZero) {
  LeafModule idle;
  idle.class_name = "Conv2d";
  idle.parameters = 100;
  const TorchstatRow row = torchstat_row(idle);
  EXPECT_THAT(row.input_shape, ElementsAre(0, 0, 0));
  EXPECT_THAT(row.output_shape, ElementsAre(0, 0, 0));
  EXPECT_EQ(row.parameters, 0);
  EXPECT_EQ(row.memory_mb, 0.0);
  EXPECT_EQ(row.madd, 0);
}

TEST(TorchstatLeaf, OnAScalarOrOnNothingHasAnEmptyShape) {
  const TorchstatRow scalar = torchstat_row(leaf("ReLU", tensor({}), tensor({})));
  EXPECT_THAT(scalar.input_shape, IsEmpty());
  EXPECT_FALSE(scalar.supported);
  LeafModule nothing = leaf("ReLU", tensor({}), tensor({}));
  nothing.inputs.clear();
  nothing.outputs.clear();
  EXPECT_FALSE(torchstat_row(nothing).supported);
  EXPECT_EQ(torchstat_row(nothing).memory_mb, 0.0);
}

}  // namespace
}  // namespace hookstat::test
