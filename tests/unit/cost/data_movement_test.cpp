#include <gtest/gtest.h>

#include "unit/cost/calls.h"

namespace hookstat::test {
namespace {

TEST(View, IsFree) {
  const auto x = tensor({2, 3, 4});
  const auto turned = view_of(x, {3, 2, 4}, {4, 12, 1});
  for (const char* const name : {"aten::view", "aten::permute", "aten::transpose.int",
                                 "aten::unsqueeze", "aten::unsqueeze_", "aten::expand_as"}) {
    const Price price = price_operator(call(name, {{"self", x}}, {turned}));
    EXPECT_EQ(price.state, PriceState::kFree) << name;
    EXPECT_EQ(price.cost, Cost{}) << name;
  }
}

TEST(View, InSeveralPartsIsFree) {
  const auto x = tensor({4, 3});
  const std::vector<TensorInfo> halves{view_of(x, {2, 3}, {3, 1}), view_of(x, {2, 3}, {3, 1})};
  const auto chunk = call("aten::chunk", {{"self", x}, {"chunks", std::int64_t{2}}}, {halves});
  EXPECT_EQ(price_operator(chunk).state, PriceState::kFree);
}

TEST(Reshape, IsFreeWhereTheMemoryStays) {
  const auto x = tensor({2, 3, 4});
  for (const char* const name : {"aten::reshape", "aten::flatten.using_ints", "aten::contiguous"}) {
    const Price price = price_operator(call(name, {{"self", x}}, {view_of(x, {24}, {1})}));
    EXPECT_EQ(price.state, PriceState::kFree) << name;
  }
}

TEST(Reshape, IsACopyWhereTheMemoryIsNew) {
  const auto turned = view_of(tensor({2, 3, 4}), {3, 2, 4}, {4, 12, 1});
  for (const char* const name : {"aten::reshape", "aten::flatten.using_ints", "aten::contiguous"}) {
    const Price price = price_operator(call(name, {{"self", turned}}, {tensor({24})}));
    ASSERT_EQ(price.state, PriceState::kPriced) << name;
    EXPECT_EQ(price.cost.flops, 0) << name;
    EXPECT_EQ(price.cost.bytes_read, 24 * kFloatBytes) << name;
    EXPECT_EQ(price.cost.bytes_written, 24 * kFloatBytes) << name;
  }
}

TEST(Reshape, IsACopyWhereNoStorageIsKnown) {
  TensorInfo unknown = tensor({24});
  unknown.storage = 0;
  const Price price = price_operator(call("aten::contiguous", {{"self", unknown}}, {unknown}));
  EXPECT_EQ(price.state, PriceState::kPriced);
}

TEST(To, ReadsOneTypeAndWritesTheOther) {
  const auto half = tensor({10}, Dtype::kFloat16);
  const auto other = tensor({99});  // lends its type only
  const Price price =
      price_operator(call("aten::to.other", {{"self", half}, {"other", other}}, {tensor({10})}));
  EXPECT_EQ(price.cost, (Cost{.macs = 0, .flops = 0, .bytes_read = 20, .bytes_written = 40}));
}

TEST(Cat, ReadsAllAndWritesOne) {
  const std::vector<TensorInfo> parts{tensor({2, 3}), tensor({2, 5})};
  const Price price = price_operator(
      call("aten::cat", {{"tensors", parts}, {"dim", std::int64_t{1}}}, {tensor({2, 8})}));
  EXPECT_EQ(price.cost.flops, 0);
  EXPECT_EQ(price.cost.bytes_read, (2 * 3 + 2 * 5) * kFloatBytes);
  EXPECT_EQ(price.cost.bytes_written, 2 * 8 * kFloatBytes);
}

TEST(Copy, DoesNotReadItsTarget) {
  const auto target = tensor({10});
  const Price price = price_operator(
      call("aten::copy_", {{"self", target}, {"src", tensor({10}, Dtype::kFloat64)}}, {target}));
  EXPECT_EQ(price.cost.bytes_read, 10 * 8);
  EXPECT_EQ(price.cost.bytes_written, 10 * kFloatBytes);
}

TEST(Fill, OnlyWrites) {
  const auto target = tensor({10});
  for (const char* const name : {"aten::fill_.Scalar", "aten::zero_", "aten::zeros_like"}) {
    const Price price = price_operator(call(name, {{"self", target}}, {target}));
    EXPECT_EQ(price.cost.bytes_read, 0) << name;
    EXPECT_EQ(price.cost.bytes_written, 10 * kFloatBytes) << name;
  }
}

TEST(Empty, TouchesNothing) {
  const auto empty = call("aten::empty.memory_format", {{"size", Shape{10}}}, {tensor({10})});
  EXPECT_EQ(price_operator(empty).state, PriceState::kFree);
}

TEST(Embedding, ReadsTheRowsLookedUpAndTheIndices) {
  const auto lookup = [](std::int64_t count) {
    return price_operator(
               call("aten::embedding",
                    {{"weight", tensor({1000, 16})}, {"indices", tensor({count}, Dtype::kInt64)}},
                    {tensor({count, 16})}))
        .cost;
  };
  EXPECT_EQ(lookup(7).bytes_read, 7 * 16 * kFloatBytes + 7 * 8);
  EXPECT_EQ(lookup(7).bytes_written, 7 * 16 * kFloatBytes);
  EXPECT_EQ(lookup(5000).bytes_read, 1000 * 16 * kFloatBytes + 5000 * 8);  // no row twice
}

}  // namespace
}  // namespace hookstat::test
