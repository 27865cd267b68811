#include <gtest/gtest.h>

#include "unit/cost/calls.h"

namespace hookstat::test {
namespace {

std::int64_t attention_macs(const std::string& name, const TensorInfo& query, const TensorInfo& key,
                            const TensorInfo& value, Shape result) {
  return price_operator(call(name, {{"query", query}, {"key", key}, {"value", value}},
                             {tensor(std::move(result)), tensor({2, 3, 5})}))
      .cost.macs;
}

TEST(Attention, CountsTheSameInEveryKernel) {
  for (const char* const kernel :
       {"aten::scaled_dot_product_attention", "aten::_scaled_dot_product_attention_math",
        "aten::_scaled_dot_product_flash_attention",
        "aten::_scaled_dot_product_flash_attention_for_cpu",
        "aten::_scaled_dot_product_efficient_attention",
        "aten::_scaled_dot_product_cudnn_attention"}) {
    EXPECT_EQ(attention_macs(kernel, tensor({2, 3, 5, 8}), tensor({2, 3, 7, 8}),
                             tensor({2, 3, 7, 4}), {2, 3, 5, 4}),
              (2 * 3) * (5 * 7 * 8 + 5 * 7 * 4))
        << kernel;
  }
}

TEST(Attention, TakesTheBatchOfTheResultWhereTheOthersAreBroadcast) {
  EXPECT_EQ(attention_macs("aten::scaled_dot_product_attention", tensor({1, 3, 5, 8}),
                           tensor({2, 3, 7, 8}), tensor({2, 1, 7, 8}), {2, 3, 5, 8}),
            (2 * 3) * 2 * (5 * 7 * 8));
}

TEST(Attention, CountsProductsOnly) {
  const auto made = call("aten::scaled_dot_product_attention",
                         {{"query", tensor({1, 1, 5, 8})},
                          {"key", tensor({1, 1, 5, 8})},
                          {"value", tensor({1, 1, 5, 8})}},
                         {tensor({1, 1, 5, 8})});
  const Cost cost = price_operator(made).cost;
  EXPECT_EQ(cost.flops, 2 * cost.macs);
  EXPECT_EQ(cost.bytes_read, 3 * 5 * 8 * kFloatBytes);
}

TEST(Attention, OfAWrongShapeIsUncounted) {
  const auto made =
      call("aten::scaled_dot_product_attention",
           {{"query", tensor({8})}, {"key", tensor({8})}, {"value", tensor({8})}}, {tensor({8})});
  EXPECT_EQ(price_operator(made).state, PriceState::kUncounted);
}

TensorInfo nested(std::vector<Shape> parts) {
  std::int64_t elements = 0;
  for (const Shape& part : parts) elements += element_count(part);
  TensorInfo info = tensor({elements});
  info.strides.clear();
  info.layout = Layout::kNested;
  info.parts = std::move(parts);
  return info;
}

TEST(Attention, OfNestedTensorsIsTheSumOfTheirParts) {
  const TensorInfo sequences = nested({{3, 5, 8}, {3, 2, 8}});  // 3 heads
  const auto made =
      call("aten::scaled_dot_product_attention",
           {{"query", sequences}, {"key", sequences}, {"value", sequences}}, {sequences});
  const Cost cost = price_operator(made).cost;
  EXPECT_EQ(cost.macs, 3 * 2 * (5 * 5 * 8 + 2 * 2 * 8));
  EXPECT_EQ(cost.bytes_written, 3 * (5 + 2) * 8 * kFloatBytes);
}

TEST(Attention, OfNestedTensorsOfDifferentLengthIsUncounted) {
  const auto made = call("aten::scaled_dot_product_attention",
                         {{"query", nested({{3, 5, 8}, {3, 2, 8}})},
                          {"key", nested({{3, 5, 8}})},
                          {"value", nested({{3, 5, 8}})}},
                         {nested({{3, 5, 8}, {3, 2, 8}})});
  EXPECT_EQ(price_operator(made).state, PriceState::kUncounted);
}

TEST(EncoderLayer, OfANestedTensorIsTheSumOfItsParts) {
  const TensorInfo sequences = nested({{5, 8}, {2, 8}});
  const auto made = call(
      "aten::_transformer_encoder_layer_fwd",
      {{"src", sequences}, {"ffn_weight_1", tensor({16, 8})}, {"ffn_weight_2", tensor({8, 16})}},
      {sequences});
  const auto part = [](std::int64_t n) { return n * 4 * 8 * 8 + 2 * n * n * 8 + n * 2 * 8 * 16; };
  EXPECT_EQ(price_operator(made).cost.macs, part(5) + part(2));
}

TEST(Nested, WhosePartsAreNotKnownIsUncounted) {
  TensorInfo unknown = nested({{5, 8}});
  unknown.parts.clear();
  EXPECT_EQ(price_operator(call("aten::relu", {{"self", unknown}}, {unknown})).state,
            PriceState::kUncounted);
}

TEST(NativeMultiHeadAttention, CountsProjectionsAndAttention) {
  constexpr std::int64_t kQueries = 5;
  constexpr std::int64_t kKeys = 7;
  constexpr std::int64_t kWidth = 8;
  const auto made = call("aten::_native_multi_head_attention",
                         {{"query", tensor({2, kQueries, kWidth})},
                          {"key", tensor({2, kKeys, kWidth})},
                          {"value", tensor({2, kKeys, kWidth})}},
                         {tensor({2, kQueries, kWidth})});
  const std::int64_t in = (kQueries + 2 * kKeys) * kWidth * kWidth;
  const std::int64_t out = kQueries * kWidth * kWidth;
  EXPECT_EQ(price_operator(made).cost.macs, 2 * (in + 2 * kQueries * kKeys * kWidth + out));
}

TEST(EncoderLayer, CountsAttentionAndFeedForward) {
  const auto made = call("aten::_transformer_encoder_layer_fwd",
                         {{"src", tensor({2, 5, 8})},
                          {"ffn_weight_1", tensor({16, 8})},
                          {"ffn_weight_2", tensor({8, 16})}},
                         {tensor({2, 5, 8})});
  EXPECT_EQ(price_operator(made).cost.macs,
            2 * (5 * 4 * 8 * 8 + 2 * 5 * 5 * 8 + 5 * (8 * 16 + 16 * 8)));
}

}  // namespace
}  // namespace hookstat::test
