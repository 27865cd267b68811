#include <gtest/gtest.h>

#include "unit/cost/calls.h"

namespace hookstat::test {
namespace {

struct PerElement {
  const char* name;
  std::int64_t flops;
};

class PerElementFlops : public testing::TestWithParam<PerElement> {};

TEST_P(PerElementFlops, CountsTheArithmeticOfItsDefinition) {
  const Price price = unary(GetParam().name);
  ASSERT_EQ(price.state, PriceState::kPriced);
  EXPECT_EQ(price.cost.flops, GetParam().flops * kElements);
  EXPECT_EQ(price.cost.macs, 0);
  EXPECT_EQ(price.cost.bytes_read, kElements * kFloatBytes);
  EXPECT_EQ(price.cost.bytes_written, kElements * kFloatBytes);
}

INSTANTIATE_TEST_SUITE_P(
    Definitions, PerElementFlops,
    testing::Values(PerElement{"aten::relu", 1},          // compare with 0
                    PerElement{"aten::sqrt", 1},          //
                    PerElement{"aten::neg", 1},           //
                    PerElement{"aten::abs", 1},           //
                    PerElement{"aten::exp", 1},           //
                    PerElement{"aten::tanh", 1},          //
                    PerElement{"aten::relu6", 2},         // two comparisons
                    PerElement{"aten::hardtanh", 2},      // two comparisons
                    PerElement{"aten::leaky_relu", 2},    // compare, multiply
                    PerElement{"aten::sigmoid", 4},       // negate, exp, add, divide
                    PerElement{"aten::silu", 4 + 1},      // x times sigmoid
                    PerElement{"aten::hardsigmoid", 4},   // add, clamp 2, divide
                    PerElement{"aten::hardswish", 4 + 1}  // x times hardsigmoid
                    ),
    [](const auto& tested) { return std::string(tested.param.name).substr(6); });

TEST(ElementWise, CountsTheBroadcastResult) {
  const auto price = price_operator(call("aten::mul.Tensor",
                                         {{"self", tensor({2, 3, 4})}, {"other", tensor({3, 1})}},
                                         {tensor({2, 3, 4})}));
  EXPECT_EQ(price.cost.flops, 2 * 3 * 4);
  EXPECT_EQ(price.cost.bytes_read, (2 * 3 * 4 + 3) * kFloatBytes);
}

TEST(ElementWise, ReadsAnExpandedArgumentAsWhatItExpands) {
  const auto base = tensor({1, 512, 1, 1});
  const auto expanded = view_of(base, {1, 512, 38, 38}, {512, 1, 0, 0});
  const auto price = price_operator(call("aten::mul.Tensor",
                                         {{"self", expanded}, {"other", tensor({1, 512, 38, 38})}},
                                         {tensor({1, 512, 38, 38})}));
  EXPECT_EQ(price.cost.bytes_read, (512 + 512 * 38 * 38) * kFloatBytes);
}

TEST(ElementWise, ReadsAnArgumentGivenTwiceOnce) {
  const auto x = tensor({10});
  const auto price =
      price_operator(call("aten::mul.Tensor", {{"self", x}, {"other", x}}, {tensor({10})}));
  EXPECT_EQ(price.cost.bytes_read, 10 * kFloatBytes);
}

TEST(ElementWise, ReadsTwoPartsOfOneStorageBoth) {
  const auto left = tensor({10});
  TensorInfo right = left;
  right.offset = 10;
  const auto price =
      price_operator(call("aten::add.Tensor", {{"self", left}, {"other", right}}, {tensor({10})}));
  EXPECT_EQ(price.cost.bytes_read, 2 * 10 * kFloatBytes);
}

TEST(ElementWise, InPlaceFormReadsAndWritesItsTarget) {
  const auto x = tensor({10});
  const Price price = price_operator(call("aten::relu_", {{"self", x}}, {x}));
  EXPECT_EQ(price.cost, (Cost{.macs = 0,
                              .flops = 10,
                              .bytes_read = 10 * kFloatBytes,
                              .bytes_written = 10 * kFloatBytes}));
}

TEST(ElementWise, OutFormWritesItsTargetWithoutReadingIt) {
  const auto target = tensor({10});
  const Price price =
      price_operator(call("aten::sqrt.out", {{"self", tensor({10})}, {"out", target}}, {target}));
  EXPECT_EQ(price.cost.bytes_read, 10 * kFloatBytes);
  EXPECT_EQ(price.cost.bytes_written, 10 * kFloatBytes);
}

TEST(ElementWise, ReadsScalarsForNothing) {
  EXPECT_EQ(unary("aten::pow.Tensor_Scalar", {{"exponent", std::int64_t{2}}}).cost.bytes_read,
            kElements * kFloatBytes);
}

TEST(ElementWise, WorkOnIntegersAndBooleansIsNoFlops) {
  const auto integers = unary("aten::abs", {}, Dtype::kInt64);
  ASSERT_EQ(integers.state, PriceState::kPriced);
  EXPECT_EQ(integers.cost.flops, 0);
  EXPECT_EQ(integers.cost.bytes_read, kElements * 8);
  EXPECT_EQ(unary("aten::logical_not", {}, Dtype::kBool).cost.flops, 0);
  EXPECT_EQ(unary("aten::__and__.Tensor", {}, Dtype::kBool).cost.bytes_written, kElements);
}

TEST(ElementWise, ComparingFloatsAndDividingIntegersAreFlops) {
  const auto result = [](const char* name, Dtype from, Dtype to) {
    return price_operator(call(name, {{"self", tensor({10}, from)}, {"other", std::int64_t{3}}},
                               {tensor({10}, to)}))
        .cost.flops;
  };
  EXPECT_EQ(result("aten::gt.Scalar", Dtype::kFloat32, Dtype::kBool), 10);
  EXPECT_EQ(result("aten::div.Scalar", Dtype::kInt64, Dtype::kFloat32), 10);
  EXPECT_EQ(result("aten::eq.Scalar", Dtype::kInt64, Dtype::kBool), 0);
}

TEST(Add, MultipliesOnlyWhereAlphaIsNotOne) {
  EXPECT_EQ(unary("aten::add.Scalar", {{"other", 1.5}, {"alpha", std::int64_t{1}}}).cost.flops,
            kElements);
  EXPECT_EQ(unary("aten::add.Scalar", {{"other", 1.5}, {"alpha", 0.5}}).cost.flops, 2 * kElements);
}

TEST(Clamp, CountsTheBoundsGiven) {
  EXPECT_EQ(unary("aten::clamp", {{"min", 0.0}, {"max", 1.0}}).cost.flops, 2 * kElements);
  EXPECT_EQ(unary("aten::clamp_", {{"min", std::int64_t{0}}, {"max", kNone}}).cost.flops,
            kElements);
}

TEST(Gelu, DependsOnItsApproximation) {
  EXPECT_EQ(unary("aten::gelu", {{"approximate", std::string("none")}}).cost.flops, 5 * kElements);
  EXPECT_EQ(unary("aten::gelu", {{"approximate", std::string("tanh")}}).cost.flops, 9 * kElements);
}

TEST(Dropout, IsFreeInEvalAndComparesAndScalesInTraining) {
  const auto x = tensor({10});
  const auto eval = call("aten::dropout", {{"input", x}, {"p", 0.5}, {"train", false}}, {x});
  EXPECT_EQ(price_operator(eval).state, PriceState::kFree);
  const auto train =
      call("aten::dropout", {{"input", x}, {"p", 0.5}, {"train", true}}, {tensor({10})});
  EXPECT_EQ(price_operator(train).cost.flops, 2 * 10);
}

}  // namespace
}  // namespace hookstat::test
