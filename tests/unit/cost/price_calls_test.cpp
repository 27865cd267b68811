#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string_view>

#include "cost/operator_table.h"
#include "unit/cost/calls.h"

namespace hookstat::test {
namespace {

using testing::ElementsAre;

OpCall relu() { return call("aten::relu", {{"self", tensor({4})}}, {tensor({4})}); }
OpCall empty() { return call("aten::empty.memory_format", {{"size", Shape{4}}}, {tensor({4})}); }
OpCall unknown() { return call("custom::mystery", {{"x", tensor({4})}}, {tensor({4})}); }
OpCall view() {
  const auto x = tensor({4});
  return call("aten::view", {{"self", x}}, {x});
}

struct Listed {
  std::size_t index;
  PriceState state;
  bool operator==(const Listed&) const = default;
};

std::vector<Listed> listed(const std::vector<OpCall>& calls) {
  std::vector<Listed> found;
  for (const PricedCall& priced : price_calls(calls)) {
    found.push_back({priced.index, priced.price.state});
  }
  return found;
}

TEST(OperatorTable, NamesEachOperatorOnce) {
  std::set<std::string_view> names;
  for (const cost::Family family : cost::kFamilies) {
    for (const cost::OperatorRow& row : family())
      EXPECT_TRUE(names.insert(row.name).second) << row.name;
  }
}

TEST(OperatorTable, KnowsInPlaceFormsButKeepsDunderNames) {
  EXPECT_EQ(cost::find_row("aten::relu_"), cost::find_row("aten::relu"));
  EXPECT_NE(cost::find_row("aten::__and__"), nullptr);
  EXPECT_EQ(cost::find_row("custom::relu"), nullptr);
}

TEST(OperatorTable, HasAFormulaForEverythingSsd300Runs) {
  for (const char* const name :
       {"aten::conv2d",  "aten::_convolution", "aten::convolution", "aten::relu",
        "aten::relu_",   "aten::max_pool2d",   "aten::pow",         "aten::sum",
        "aten::sqrt",    "aten::add",          "aten::add_",        "aten::div",
        "aten::mul",     "aten::unsqueeze",    "aten::expand",      "aten::expand_as",
        "aten::permute", "aten::contiguous",   "aten::view",        "aten::reshape",
        "aten::flatten", "aten::cat",          "aten::softmax",     "aten::size"}) {
    const cost::OperatorRow* const row = cost::find_row(name);
    ASSERT_NE(row, nullptr) << name;
    EXPECT_NE(row->formula, nullptr) << name;
  }
}

TEST(PriceOperator, WithoutAFormulaIsUncounted) {
  EXPECT_EQ(price_operator(unknown()).state, PriceState::kUncounted);
}

TEST(PriceOperator, WithoutTensorsIsFree) {
  EXPECT_EQ(price_operator(call("prim::anything", {{"a", std::int64_t{1}}}, {2.0})).state,
            PriceState::kFree);
}

TEST(PriceOperator, OnPackedDataIsNotFree) {
  const auto packed = call("custom::run", {{"packed", OpaqueValue{"Object", {}}}}, {});
  EXPECT_EQ(price_operator(packed).state, PriceState::kUncounted);
}

TEST(PriceOperator, OnSparseTensorsIsUncounted) {
  TensorInfo sparse = tensor({4});
  sparse.layout = Layout::kSparse;
  EXPECT_EQ(price_operator(call("aten::relu", {{"self", sparse}}, {sparse})).state,
            PriceState::kUncounted);
}

TEST(PriceCalls, AsksNobodyInsideAPricedCall) {
  EXPECT_THAT(listed({relu(), inside(0, relu()), inside(1, unknown()), relu()}),
              ElementsAre(Listed{0, PriceState::kPriced}, Listed{3, PriceState::kPriced}));
}

TEST(PriceCalls, AsksNobodyInsideAFreeCall) {
  EXPECT_THAT(listed({view(), inside(0, relu())}), ElementsAre(Listed{0, PriceState::kFree}));
}

TEST(PriceCalls, AsksTheInnerCallsOfACallWithoutAFormula) {
  EXPECT_THAT(listed({unknown(), inside(0, view()), inside(0, relu()), inside(2, relu())}),
              ElementsAre(Listed{1, PriceState::kFree}, Listed{2, PriceState::kPriced}));
}

TEST(PriceCalls, ListsWhatNobodyPricesWhereItStands) {
  EXPECT_THAT(listed({unknown(), inside(0, relu()), inside(0, unknown())}),
              ElementsAre(Listed{1, PriceState::kPriced}, Listed{2, PriceState::kUncounted}));
  EXPECT_THAT(listed({unknown()}), ElementsAre(Listed{0, PriceState::kUncounted}));
}

TEST(PriceCalls, ListsAKernelThatCalledForMemoryOnly) {
  EXPECT_THAT(listed({unknown(), inside(0, unknown()), inside(1, empty()), inside(1, view())}),
              ElementsAre(Listed{1, PriceState::kUncounted}));
}

TEST(PriceCalls, ListsAQuantizedKernelAndNotTheQuestionsItAsks) {
  const auto kernel = call("quantized::conv2d", {{"qx", tensor({4})}}, {tensor({4})});
  const auto scale = call("aten::q_scale", {{"self", tensor({4})}}, {});
  const auto memory = call("aten::_empty_affine_quantized", {{"size", Shape{4}}}, {tensor({4})});
  EXPECT_THAT(listed({kernel, inside(0, scale), inside(0, memory)}),
              ElementsAre(Listed{0, PriceState::kUncounted}));
}

TEST(PriceCalls, TakesACompositeOfViewsForFree) {
  const auto x = tensor({4});
  const auto composite = call("aten::some_new_view", {{"self", x}}, {x});
  EXPECT_THAT(listed({composite, inside(0, view())}), ElementsAre(Listed{1, PriceState::kFree}));
}

TEST(PriceCalls, DoesNotTakeTheCopiesOfASortForItsWork) {
  const auto copy = call("aten::clone", {{"self", tensor({4})}}, {tensor({4})});
  const auto sort = call("aten::sort", {{"self", tensor({4})}}, {tensor({4})});
  EXPECT_THAT(listed({sort, inside(0, copy)}), ElementsAre(Listed{0, PriceState::kUncounted}));
}

OpCall clone() { return call("aten::clone", {{"self", tensor({4})}}, {tensor({4})}); }

OpCall inside(OpCall inner, std::int32_t parent) {
  inner.parent = parent;
  return inner;
}

TEST(PriceCalls, TakesAKernelThatOnlyCopiesForOneThatComputesByItself) {
  EXPECT_THAT(listed({unknown(), inside(clone(), 0)}),
              ElementsAre(Listed{0, PriceState::kUncounted}));
}

TEST(PriceCalls, TakesACompositeOperatorForWhatItCalls) {
  OpCall composite = unknown();
  composite.composite = true;
  EXPECT_THAT(listed({composite, inside(clone(), 0)}), ElementsAre(Listed{1, PriceState::kPriced}));
}

TEST(PriceCalls, TakesAKernelWhosePartsComputeForItsParts) {
  EXPECT_THAT(listed({unknown(), inside(relu(), 0)}), ElementsAre(Listed{1, PriceState::kPriced}));
}

}  // namespace
}  // namespace hookstat::test
