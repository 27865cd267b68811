#include <gtest/gtest.h>

#include "unit/cost/calls.h"

namespace hookstat::test {
namespace {

TEST(Convolution, CountsAProductForEachOutputValueAndWeight) {
  const auto weight = tensor({8, 3, 5, 5});
  const Price price =
      price_operator(conv2d(tensor({2, 3, 12, 12}), weight, kNone, tensor({2, 8, 8, 8})));
  ASSERT_EQ(price.state, PriceState::kPriced);
  const std::int64_t macs = 2 * (8 * 8) * 8 * 3 * (5 * 5);  // N, Ho Wo, Co, Ci, k
  EXPECT_EQ(price.cost.macs, macs);
  EXPECT_EQ(price.cost.flops, 2 * macs);
}

TEST(Convolution, DoesNotAddTheBiasButReadsIt) {
  const auto input = tensor({1, 3, 4, 4});
  const auto weight = tensor({8, 3, 1, 1});
  const auto output = tensor({1, 8, 4, 4});
  const Cost without = price_operator(conv2d(input, weight, kNone, output)).cost;
  const Cost with = price_operator(conv2d(input, weight, tensor({8}), output)).cost;
  EXPECT_EQ(with.flops, without.flops);
  EXPECT_EQ(with.bytes_read, without.bytes_read + 8 * kFloatBytes);
  EXPECT_EQ(without.bytes_read, (3 * 4 * 4 + 8 * 3) * kFloatBytes);
  EXPECT_EQ(without.bytes_written, 8 * 4 * 4 * kFloatBytes);
}

TEST(Convolution, CountsGroups) {
  // Depthwise: each of the 6 output channels sees 1 input channel.
  const Price price = price_operator(
      conv2d(tensor({1, 6, 5, 5}), tensor({6, 1, 3, 3}), kNone, tensor({1, 6, 3, 3}), 6));
  EXPECT_EQ(price.cost.macs, 3 * 3 * 6 * 1 * (3 * 3));
}

TEST(Convolution, DilationAndPaddingDoNotChangeTheProductsOfAnOutput) {
  // 3x3, padding 6, dilation 6 keeps 19 x 19; positions over the edge count, too.
  const Price price = price_operator(conv2d(tensor({1, 512, 19, 19}), tensor({1024, 512, 3, 3}),
                                            kNone, tensor({1, 1024, 19, 19})));
  EXPECT_EQ(price.cost.macs, 19 * 19 * 1024 * 512 * 9);
}

TEST(Convolution, ScriptedAndTracedAgree) {
  const auto input = tensor({1, 4, 6, 6});
  const auto weight = tensor({8, 2, 3, 3});
  const auto output = tensor({1, 8, 4, 4});
  EXPECT_EQ(price_operator(traced_convolution(input, weight, kNone, output, false, 2)).cost,
            price_operator(conv2d(input, weight, kNone, output, 2)).cost);
}

TEST(Convolution, TransposedCountsAtTheInputPositions) {
  // 5 x 5 values of 4 channels, each spread over Co / g = 3 channels and 2 x 2 positions.
  const auto input = tensor({2, 4, 5, 5});
  const auto weight = tensor({4, 3, 2, 2});
  const auto output = tensor({2, 6, 10, 10});
  const std::int64_t macs = 2 * (5 * 5) * 4 * 3 * (2 * 2);
  EXPECT_EQ(price_operator(traced_convolution(input, weight, kNone, output, true, 2)).cost.macs,
            macs);
  EXPECT_EQ(price_operator(call("aten::conv_transpose2d.input",
                                {{"input", input}, {"weight", weight}, {"bias", kNone}}, {output}))
                .cost.macs,
            macs);
}

TEST(Convolution, WorksInOneAndThreeDimensionsAndWithoutABatch) {
  const auto price = [](const char* name, Shape input, Shape weight, Shape output) {
    return price_operator(call(name,
                               {{"input", tensor(std::move(input))},
                                {"weight", tensor(std::move(weight))},
                                {"bias", kNone}},
                               {tensor(std::move(output))}))
        .cost.macs;
  };
  EXPECT_EQ(price("aten::conv1d", {2, 3, 10}, {4, 3, 3}, {2, 4, 8}), 2 * 8 * 4 * 3 * 3);
  EXPECT_EQ(price("aten::conv1d.padding", {2, 3, 10}, {4, 3, 3}, {2, 4, 10}), 2 * 10 * 4 * 3 * 3);
  EXPECT_EQ(price("aten::conv3d", {1, 2, 4, 4, 4}, {5, 2, 2, 2, 2}, {1, 5, 3, 3, 3}),
            (3 * 3 * 3) * 5 * 2 * (2 * 2 * 2));
  EXPECT_EQ(price("aten::conv2d", {3, 4, 4}, {8, 3, 1, 1}, {8, 4, 4}), 4 * 4 * 8 * 3);
}

TEST(Convolution, CountsTheSameWhereAKernelFusesWhatFollows) {
  const TensorInfo input = tensor({1, 3, 8, 8});
  const TensorInfo weight = tensor({4, 3, 3, 3});
  for (const char* const name : {"aten::cudnn_convolution", "aten::cudnn_convolution_relu",
                                 "aten::cudnn_convolution_add_relu", "aten::mkldnn_convolution",
                                 "aten::slow_conv_dilated2d"}) {
    const auto made = call(name, {{"self", input}, {"weight", weight}}, {tensor({1, 4, 6, 6})});
    EXPECT_EQ(price_operator(made).cost.macs, 6 * 6 * 4 * 3 * 9) << name;
  }
}

TEST(Convolution, CountsTheWeightsOfOneDnnInWhateverOrder) {
  // Two groups of [3, 2, 3, 3].
  const auto made = call("aten::mkldnn_convolution",
                         {{"self", tensor({2, 4, 8, 8})}, {"weight", tensor({2, 3, 2, 3, 3})}},
                         {tensor({2, 6, 6, 6})});
  EXPECT_EQ(price_operator(made).cost.macs, 2 * 6 * 6 * 6 * 2 * 9);
  const auto pointwise =
      call("mkldnn::_convolution_pointwise",
           {{"X", tensor({1, 4, 8, 8})}, {"W", tensor({6, 4, 1, 1})}}, {tensor({1, 6, 8, 8})});
  EXPECT_EQ(price_operator(pointwise).cost.macs, 64 * 6 * 4);
}

TEST(Convolution, WithPackedWeightsIsUncounted) {
  const auto packed = call(
      "aten::conv2d",
      {{"input", tensor({1, 3, 4, 4})}, {"weight", OpaqueValue{"packed", {}}}, {"bias", kNone}},
      {tensor({1, 8, 4, 4})});
  EXPECT_EQ(price_operator(packed).state, PriceState::kUncounted);
}

}  // namespace
}  // namespace hookstat::test
