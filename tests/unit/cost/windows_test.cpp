#include <gtest/gtest.h>

#include "unit/cost/calls.h"

namespace hookstat::test {
namespace {

Cost adaptive(const std::string& name, Shape input, Shape output) {
  return price_operator(call(name, {{"self", tensor(std::move(input))}, {"output_size", Shape{}}},
                             {tensor(std::move(output))}))
      .cost;
}

TEST(MaxPool, ComparesEachWindow) {
  const auto pooled = max_pool2d(tensor({1, 4, 6, 6}), {3, 2}, tensor({1, 4, 2, 3}));
  EXPECT_EQ(price_operator(pooled).cost.flops, (3 * 2 - 1) * (4 * 2 * 3));
}

TEST(MaxPool, AWindowOverTheEdgeIsAWholeOne) {
  // 75 -> 38 by ceil_mode: the last windows see one row or column only.
  const auto pooled = max_pool2d(tensor({1, 256, 75, 75}), {2, 2}, tensor({1, 256, 38, 38}));
  EXPECT_EQ(price_operator(pooled).cost.flops, (2 * 2 - 1) * (256 * 38 * 38));
}

TEST(MaxPool, OneNumberMeansASquare) {
  const auto pooled = max_pool2d(tensor({1, 4, 6, 6}), {3}, tensor({1, 4, 2, 2}));
  EXPECT_EQ(price_operator(pooled).cost.flops, (3 * 3 - 1) * (4 * 2 * 2));
}

TEST(MaxPool, WithAnUnreadableKernelIsUncounted) {
  const auto pooled = max_pool2d(tensor({1, 4, 6, 6}), {3, 3, 3}, tensor({1, 4, 2, 2}));
  EXPECT_EQ(price_operator(pooled).state, PriceState::kUncounted);
}

TEST(AvgPool, AddsAndDivides) {
  const auto pooled =
      call("aten::avg_pool2d", {{"self", tensor({1, 4, 6, 6})}, {"kernel_size", Shape{2, 2}}},
           {tensor({1, 4, 3, 3})});
  EXPECT_EQ(price_operator(pooled).cost.flops, (2 * 2) * (4 * 3 * 3));
}

TEST(AdaptivePool, CountsItsRealWindows) {
  // 7 values into 3 windows: [0, 3), [2, 5), [4, 7), overlapping; 9 values each way.
  EXPECT_EQ(adaptive("aten::adaptive_avg_pool2d", {1, 4, 7, 7}, {1, 4, 3, 3}).flops, 4 * 9 * 9);
  EXPECT_EQ(adaptive("aten::adaptive_max_pool2d", {1, 4, 7, 7}, {1, 4, 3, 3}).flops,
            4 * 9 * 9 - 4 * 3 * 3);
}

TEST(AdaptivePool, ToOneValueReadsEachInputOnce) {
  EXPECT_EQ(adaptive("aten::adaptive_avg_pool2d", {1, 512, 7, 7}, {1, 512, 1, 1}).flops,
            512 * 7 * 7);
}

TEST(Upsample, CountsTheInterpolationsOfEachOutput) {
  const auto flops = [](const char* name) {
    return price_operator(call(name, {{"input", tensor({1, 2, 4, 4})}, {"output_size", kNone}},
                               {tensor({1, 2, 8, 8})}))
        .cost.flops;
  };
  const std::int64_t outputs = 2 * 8 * 8;
  EXPECT_EQ(flops("aten::upsample_nearest2d.vec"), 0);
  EXPECT_EQ(flops("aten::upsample_bilinear2d.vec"), (2 * 3 + 1) * outputs);
  EXPECT_EQ(flops("aten::upsample_bicubic2d.vec"), 35 * outputs);
}

}  // namespace
}  // namespace hookstat::test
