#include "hookstat/op_call.h"

#include <gtest/gtest.h>

#include <utility>

namespace hookstat::testing {
namespace {

TensorInfo tensor(Shape sizes) {
  TensorInfo info;
  info.sizes = std::move(sizes);
  return info;
}

OpCall call_of(std::vector<std::string> names, std::vector<OpValue> inputs) {
  OpCall call;
  call.argument_names = std::move(names);
  call.inputs = std::move(inputs);
  return call;
}

TEST(TensorAt, FindsATensorByPosition) {
  const std::vector<OpValue> values{std::int64_t{3}, tensor({2, 4})};
  ASSERT_NE(tensor_at(values, 1), nullptr);
  EXPECT_EQ(tensor_at(values, 1)->sizes, (Shape{2, 4}));
}

TEST(TensorAt, IsNullWhereThereIsNoTensor) {
  const std::vector<OpValue> values{std::monostate{}, std::vector<TensorInfo>{tensor({1})}};
  EXPECT_EQ(tensor_at(values, 0), nullptr);
  EXPECT_EQ(tensor_at(values, 1), nullptr);
  EXPECT_EQ(tensor_at(values, 2), nullptr);
  EXPECT_EQ(tensor_at({}, 0), nullptr);
}

TEST(Argument, IsFoundByItsNameInTheSchema) {
  const OpCall call = call_of({"self", "groups"}, {tensor({2}), std::int64_t{4}});
  ASSERT_NE(argument(call, "groups"), nullptr);
  EXPECT_EQ(*argument(call, "groups"), OpValue(std::int64_t{4}));
}

TEST(Argument, IsNullForAnUnknownName) {
  EXPECT_EQ(argument(call_of({"self"}, {tensor({2})}), "bias"), nullptr);
}

TEST(Argument, IsNullWhereTheValueWasNotRecorded) {
  const OpCall call = call_of({"self", "groups"}, {tensor({2})});
  EXPECT_NE(argument(call, "self"), nullptr);
  EXPECT_EQ(argument(call, "groups"), nullptr);
}

TensorInfo tensor_of(Dtype dtype, Shape sizes) {
  TensorInfo info = tensor(std::move(sizes));
  info.dtype = dtype;
  return info;
}

TEST(ArithmeticDtype, IsThatOfTheFirstFloatingTensor) {
  const OpCall call =
      call_of({"ids", "weight"}, {tensor_of(Dtype::kInt64, {3}), tensor_of(Dtype::kBFloat16, {3})});
  EXPECT_EQ(arithmetic_dtype(call), Dtype::kBFloat16);
}

TEST(ArithmeticDtype, IsThatOfTheResultWhereIntegersAreDivided) {
  OpCall call = call_of({"self"}, {tensor_of(Dtype::kInt64, {3})});
  EXPECT_EQ(arithmetic_dtype(call), Dtype::kUnknown);
  call.outputs.emplace_back(tensor_of(Dtype::kFloat32, {3}));
  EXPECT_EQ(arithmetic_dtype(call), Dtype::kFloat32);
}

TEST(ArithmeticDtype, IsThatOfANumberOnlyWithoutTensorsBesideIt) {
  const TensorInfo number = tensor_of(Dtype::kFloat64, {});
  EXPECT_EQ(arithmetic_dtype(call_of({"self"}, {number})), Dtype::kFloat64);
  EXPECT_EQ(arithmetic_dtype(call_of({"self", "other"}, {number, tensor_of(Dtype::kFloat32, {3})})),
            Dtype::kFloat32);
}

TEST(ArithmeticDtype, OfQuantizedTensorsIsInt8) {
  const OpCall call = call_of({"qx"}, {tensor_of(Dtype::kQUInt8, {3})});
  EXPECT_EQ(arithmetic_dtype(call), Dtype::kInt8);
}

}  // namespace
}  // namespace hookstat::testing
