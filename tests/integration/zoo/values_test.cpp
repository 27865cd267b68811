// What the zoo's comparisons notice: were they blind, its tests could not fail.
#include "integration/zoo/values.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "integration/zoo/zoo.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;

TEST(ZooDifference, IsNoneBetweenEqualValues) {
  const c10::IValue value = c10::ivalue::Tuple::create({at::ones({2}), 3, "text", c10::IValue()});
  EXPECT_EQ(difference(value, value.deepcopy()), "");
}

TEST(ZooDifference, IsFoundInTheLastBit) {
  const at::Tensor one = at::ones({2});
  const at::Tensor other = one * (1 + std::numeric_limits<float>::epsilon());
  EXPECT_THAT(difference(one, other), HasSubstr("elements differ"));
  EXPECT_EQ(difference(one, other, 1e-5), "");
  EXPECT_NE(difference(one, one * 1.001, 1e-5), "");
}

TEST(ZooDifference, IsFoundInShapesStridesAndTypes) {
  const at::Tensor square = at::ones({2, 2});
  EXPECT_EQ(difference(square, at::ones({2, 3})), ": sizes differ");
  EXPECT_EQ(difference(square, square.t()), ": strides differ");
  EXPECT_EQ(difference(square, square.to(at::kDouble)), ": types differ");
}

TEST(ZooDifference, TakesNoNumberThatIsNotFinite) {
  const at::Tensor nan = at::full({1}, std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(difference(nan, nan), ": not finite");
}

TEST(ZooDifference, IsFoundDeepInside) {
  c10::Dict<std::string, c10::List<std::int64_t>> numbers;
  numbers.insert("a", c10::List<std::int64_t>({1, 2}));
  c10::IValue other = c10::IValue(numbers).deepcopy();
  EXPECT_EQ(difference(numbers, other), "");
  numbers.at("a").push_back(3);
  EXPECT_EQ(difference(numbers, other), "[1]: lengths differ");
  EXPECT_NE(difference("text", "texts"), "");
  EXPECT_NE(difference(c10::IValue(), 0), "");
}

TEST(ZooDifference, IsFoundInTheStateOfAModel) {
  const ZooModel before = load_zoo_model("remembers");
  ZooModel after = load_zoo_model("remembers");
  EXPECT_EQ(state_difference(before.module, after.module), "");
  after.module.attr("memory").toObject()->setAttr("count", 1);
  EXPECT_EQ(state_difference(before.module, after.module), ".memory.count: 0 and 1");
}

TEST(ZooDifference, IsFoundInPackedWeights) {
  const ZooModel before = load_zoo_model("dynamic_linear");
  const ZooModel after = load_zoo_model("dynamic_linear_other_weights");
  EXPECT_THAT(state_difference(before.module, after.module), HasSubstr("_packed_params"));
}

}  // namespace
}  // namespace hookstat::testing
