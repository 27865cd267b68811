#include <gtest/gtest.h>

#include "unit/cost/calls.h"

namespace hookstat::test {
namespace {

Cost reduce(const std::string& name, const TensorInfo& input, std::vector<OpValue> results) {
  return price_operator(call(name, {{"self", input}, {"dim", Shape{1}}}, std::move(results))).cost;
}

TEST(Reduction, CountsWhatGoesIn) {
  const Cost cost = reduce("aten::sum.dim_IntList", tensor({2, 512, 6, 6}), {tensor({2, 1, 6, 6})});
  EXPECT_EQ(cost.flops, 2 * 512 * 6 * 6);
  EXPECT_EQ(cost.bytes_read, 2 * 512 * 6 * 6 * kFloatBytes);
  EXPECT_EQ(cost.bytes_written, 2 * 6 * 6 * kFloatBytes);
}

TEST(Reduction, NormIsAPowerAndAnAddition) {
  EXPECT_EQ(reduce("aten::norm.ScalarOpt_dim", tensor({4, 8}), {tensor({4})}).flops, 2 * 4 * 8);
}

TEST(Reduction, WritesTheIndicesOfTheLargest) {
  const Cost cost =
      reduce("aten::max.dim", tensor({4, 8}), {tensor({4}), tensor({4}, Dtype::kInt64)});
  EXPECT_EQ(cost.flops, 4 * 8);
  EXPECT_EQ(cost.bytes_written, 4 * (4 + 8));
}

TEST(Reduction, MaximumOfTwoTensorsIsElementWise) {
  const auto maximum = call(
      "aten::max.other", {{"self", tensor({4, 1})}, {"other", tensor({1, 8})}}, {tensor({4, 8})});
  EXPECT_EQ(price_operator(maximum).cost.flops, 4 * 8);
}

TEST(Reduction, OfIntegersIsNoFlops) {
  EXPECT_EQ(reduce("aten::sum", tensor({9}, Dtype::kInt64), {tensor({}, Dtype::kInt64)}).flops, 0);
}

TEST(Softmax, IsFiveStepsForEachElement) {
  // largest, difference, exponential, sum, division
  EXPECT_EQ(reduce("aten::softmax.int", tensor({8732, 21}), {tensor({8732, 21})}).flops,
            5 * 8732 * 21);
}

TEST(BatchNorm, InEvalSubtractsMultipliesAndScales) {
  const auto input = tensor({2, 3, 4, 4});
  const Cost affine = price_operator(batch_norm(input, true, false)).cost;
  EXPECT_EQ(affine.flops, (2 + 2) * kElements);
  EXPECT_EQ(affine.bytes_read, (kElements + 4 * 3) * kFloatBytes);  // weight, bias, mean, variance
  EXPECT_EQ(affine.bytes_written, kElements * kFloatBytes);
  EXPECT_EQ(price_operator(batch_norm(input, false, false)).cost.flops, 2 * kElements);
}

TEST(BatchNorm, InTrainingComputesAndKeepsTheStatistics) {
  const auto input = tensor({2, 3, 4, 4});
  const Cost affine = price_operator(batch_norm(input, true, true)).cost;
  EXPECT_EQ(affine.flops, (1 + 3 + 2 + 2) * kElements);
  EXPECT_EQ(affine.bytes_written, (kElements + 2 * 3) * kFloatBytes);
  EXPECT_EQ(price_operator(batch_norm(input, false, true)).cost.flops, 6 * kElements);
}

TEST(LayerNorm, ComputesMeanAndVarianceAlways) {
  const auto norm = [](const OpValue& weight, const OpValue& bias) {
    return price_operator(call("aten::layer_norm",
                               {{"input", tensor({5, 7})},
                                {"normalized_shape", Shape{7}},
                                {"weight", weight},
                                {"bias", bias}},
                               {tensor({5, 7})}))
        .cost.flops;
  };
  EXPECT_EQ(norm(tensor({7}), tensor({7})), 8 * 5 * 7);
  EXPECT_EQ(norm(tensor({7}), kNone), 7 * 5 * 7);
  EXPECT_EQ(norm(kNone, kNone), 6 * 5 * 7);
}

}  // namespace
}  // namespace hookstat::test
