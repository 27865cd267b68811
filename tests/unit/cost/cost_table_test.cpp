#include "hookstat/cost_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hookstat/error.h"
#include "unit/cost/calls.h"

namespace hookstat::test {
namespace {

using ::testing::ElementsAre;

OpCall own_call(const std::string& name = "mylib::my_op") {
  return call(name, {{"x", tensor({2, 5})}, {"w", tensor({3, 5})}}, {tensor({2, 3})});
}

std::string error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

std::string error_in(const std::string& json) {
  return error_of([&] {
    CostTable table;
    add_cost_rules(table, json, "costs.json");
  });
}

TEST(CostTable, PricesWhatHookstatDoesNotKnow) {
  CostTable table;
  table.add("mylib::my_op", [](const OpCall& made) { return product_price(made, 2 * 3 * 5); });
  EXPECT_EQ(price_operator(own_call()).state, PriceState::kUncounted);
  const Cost cost = price_operator(own_call(), table).cost;
  EXPECT_EQ(cost.flops, 2 * 2 * 3 * 5);
  EXPECT_EQ(cost.bytes_read, (2 * 5 + 3 * 5) * kFloatBytes);
}

TEST(CostTable, TakesOverloadsAndInPlaceFormsTogether) {
  CostTable table;
  table.add_rule("mylib::my_op_", "free");
  EXPECT_EQ(price_operator(own_call("mylib::my_op.out"), table).state, PriceState::kFree);
  EXPECT_EQ(price_operator(own_call("mylib::my_op_"), table).state, PriceState::kFree);
  EXPECT_THAT(table.names(), ElementsAre("mylib::my_op"));
}

TEST(CostTable, GoesBeforeHookstatsOwnFormulas) {
  CostTable table;
  table.add_rule("aten::sort", "elementwise: 7");
  table.add_rule("aten::relu", "free");
  const auto sort = call("aten::sort", {{"self", tensor({4})}}, {tensor({4}), tensor({4})});
  EXPECT_EQ(price_operator(sort, table).cost.flops, 7 * 4);
  const auto relu = call("aten::relu", {{"self", tensor({4})}}, {tensor({4})});
  EXPECT_EQ(price_operator(relu, table).state, PriceState::kFree);
  EXPECT_EQ(price_calls({sort, relu}, table).size(), 2U);
}

TEST(CostTable, AsksTheInnerCallsWhereAFormulaCannotTell) {
  CostTable table;
  table.add("mylib::my_op", [](const OpCall&) { return kNoPrice; });
  const auto relu = call("aten::relu", {{"self", tensor({4})}}, {tensor({4})});
  const auto priced = price_calls({own_call(), inside(0, relu)}, table);
  ASSERT_EQ(priced.size(), 1U);
  EXPECT_EQ(priced.front().index, 1U);
}

TEST(CostTable, RefusesNamesWithoutANamespace) {
  for (const char* const name : {"relu", "::relu", "aten::", ""}) {
    EXPECT_EQ(error_of([&] { CostTable().add_rule(name, "free"); }),
              "'" + std::string(name) + "' is no operator's name");
  }
}

TEST(CostRule, CountsElementsOfResultsOrArguments) {
  CostTable table;
  table.add_rule("mylib::my_op", "elementwise: 4 FLOPs per output element");
  EXPECT_EQ(price_operator(own_call(), table).cost.flops, 4 * 2 * 3);
  table.add_rule("mylib::my_op", "reduction: 3");
  EXPECT_EQ(price_operator(own_call(), table).cost.flops, 3 * 2 * 5);
}

TEST(CostRule, CopiesMoveBytes) {
  CostTable table;
  table.add_rule("mylib::my_op", "copy");
  const Price price = price_operator(own_call(), table);
  EXPECT_EQ(price.state, PriceState::kPriced);
  EXPECT_EQ(price.cost.flops, 0);
  EXPECT_EQ(price.cost.bytes_written, 2 * 3 * kFloatBytes);
}

TEST(CostRule, LikensArgumentsOfOtherNames) {
  CostTable table;
  table.add_rule("mylib::my_op", "like: aten::linear");
  EXPECT_EQ(price_operator(own_call(), table).cost.macs, 2 * 3 * 5);
  table.add_rule("mylib::my_conv", "like: aten::conv2d", {{"weight", "w"}});
  const auto conv =
      call("mylib::my_conv", {{"x", tensor({1, 3, 8, 8})}, {"w", tensor({4, 3, 3, 3})}},
           {tensor({1, 4, 6, 6})});
  EXPECT_EQ(price_operator(conv, table).cost.macs, 6 * 6 * 4 * 3 * 9);
}

TEST(CostRule, LikenedToWhatItsArgumentsDoNotFitIsUncounted) {
  CostTable table;
  table.add_rule("mylib::my_op", "like: aten::conv2d");
  EXPECT_EQ(price_operator(own_call(), table).state, PriceState::kUncounted);
}

TEST(CostRuleFile, HasRulesAsTextAndAsObjects) {
  CostTable table;
  add_cost_rules(
      table,
      R"({"mylib::a": "free", "mylib::b": {"like": "aten::linear", "arguments": {"weight": "w"}}})",
      "costs.json");
  EXPECT_THAT(table.names(), ElementsAre("mylib::a", "mylib::b"));
  EXPECT_EQ(price_operator(own_call("mylib::b"), table).cost.macs, 2 * 3 * 5);
}

TEST(CostRuleFile, IsRefusedInOneLineThatNamesWhatIsWrong) {
  EXPECT_EQ(error_in("{"), "costs.json: is no JSON (at byte 2)");
  EXPECT_EQ(error_in("[]"), "costs.json: is no object of operator names");
  EXPECT_EQ(error_in(R"({"a::b": 4})"),
            "costs.json: a::b: a rule is text, or an object with 'like'");
  EXPECT_EQ(error_in(R"({"b": "free"})"), "costs.json: 'b' is no operator's name");
  EXPECT_EQ(error_in(R"({"a::b": "cheap"})"), "costs.json: a::b: 'cheap' is no rule");
  EXPECT_EQ(error_in(R"({"a::b": "elementwise"})"), "costs.json: a::b: 'elementwise' is no rule");
  EXPECT_EQ(error_in(R"({"a::b": "elementwise: x"})"),
            "costs.json: a::b: 'elementwise: x' has no number of FLOPs");
  EXPECT_EQ(error_in(R"({"a::b": "elementwise: -1"})"),
            "costs.json: a::b: 'elementwise: -1' has no number of FLOPs");
  EXPECT_EQ(error_in(R"({"a::b": "elementwise: 4 bananas"})"),
            "costs.json: a::b: 'elementwise: 4 bananas' has no number of FLOPs");
  EXPECT_EQ(
      error_in(R"({"a::b": "like: aten::sort"})"),
      "costs.json: a::b: hookstat has no formula for 'aten::sort' that another could be like");
  EXPECT_EQ(error_in(R"({"a::b": {"arguments": {}}})"),
            "costs.json: a::b: has no 'like' with an operator's name");
  EXPECT_EQ(error_in(R"({"a::b": {"like": "aten::linear", "flops": 4}})"),
            "costs.json: a::b: 'flops' is unknown in a rule");
  EXPECT_EQ(error_in(R"({"a::b": {"like": "aten::linear", "arguments": {"weight": 1}}})"),
            "costs.json: argument 'weight' has no name");
  EXPECT_EQ(error_in(R"({"a::b": "free", "a::b": "copy"})"),
            "costs.json: 'a::b' stands there twice");
}

}  // namespace
}  // namespace hookstat::test
