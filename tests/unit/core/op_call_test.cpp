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

}  // namespace
}  // namespace hookstat::testing
