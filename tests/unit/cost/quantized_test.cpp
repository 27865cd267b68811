#include <gtest/gtest.h>

#include "unit/cost/calls.h"

namespace hookstat::test {
namespace {

TensorInfo bytes(Shape sizes) { return tensor(std::move(sizes), Dtype::kQUInt8); }

OpValue packed(Shape sizes) {
  return OpaqueValue{"Object", {tensor(std::move(sizes), Dtype::kQInt8), tensor({6})}};
}

TEST(QuantizedLayer, CountsTheProductsOfItsPackedWeight) {
  const auto linear = call("quantized::linear",
                           {{"X", bytes({3, 8})}, {"W_prepack", packed({6, 8})}}, {bytes({3, 6})});
  const Cost cost = price_operator(linear).cost;
  EXPECT_EQ(cost.macs, 3 * 8 * 6);
  EXPECT_EQ(cost.flops, 2 * cost.macs);
  EXPECT_EQ(cost.bytes_read, 3 * 8 + 6 * 8 + 6 * kFloatBytes);
  EXPECT_EQ(cost.bytes_written, 3 * 6);
}

TEST(QuantizedLayer, CountsConvolutionsWhateverTheOrderOfTheWeight) {
  for (const Shape& order : {Shape{6, 4, 3, 3}, Shape{3, 3, 4, 6}}) {
    const auto made =
        call("quantized::conv2d", {{"qx", bytes({2, 4, 8, 8})}, {"packed_weight", packed(order)}},
             {bytes({2, 6, 6, 6})});
    EXPECT_EQ(price_operator(made).cost.macs, 2 * 6 * 6 * 6 * 4 * 9);
  }
}

TEST(QuantizedLayer, CountsTransposedOnesAtTheInput) {
  const auto made = call("quantized::conv_transpose2d",
                         {{"qx", bytes({1, 4, 5, 5})}, {"packed_weight", packed({4, 6, 3, 3})}},
                         {bytes({1, 6, 7, 7})});
  EXPECT_EQ(price_operator(made).cost.macs, 5 * 5 * 4 * 6 * 9);
}

TEST(QuantizedLayer, WhoseWeightCannotBeUnpackedIsUncounted) {
  const auto made =
      call("quantized::linear", {{"X", bytes({3, 8})}, {"W_prepack", OpaqueValue{"Object", {}}}},
           {bytes({3, 6})});
  EXPECT_EQ(price_operator(made).state, PriceState::kUncounted);
}

TEST(QuantizedArithmetic, IsNoFlops) {
  const auto made = call("quantized::add", {{"qa", bytes({4})}, {"qb", bytes({4})}}, {bytes({4})});
  const Price price = price_operator(made);
  EXPECT_EQ(price.state, PriceState::kPriced);
  EXPECT_EQ(price.cost.flops, 0);
  EXPECT_EQ(price.cost.bytes_read, 8);
}

}  // namespace
}  // namespace hookstat::test
