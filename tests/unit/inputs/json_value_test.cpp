#include "inputs/json_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/inputs/complaint.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;

std::string complaint(const std::string& text) {
  return complaint_of([&] { return parse_json_value(text); });
}

TEST(JsonValue, KeepsKindsAndOrder) {
  const Value value = parse_json_value(R"({"b": [1, 2.5, true, null, "x"], "a": {}})");
  const auto* dict = value_as<ValueDict>(value);
  ASSERT_NE(dict, nullptr);
  ASSERT_EQ(dict->items.size(), 2U);
  EXPECT_EQ(*value_as<std::string>(dict->items[0].first), "b");
  EXPECT_EQ(kind_of(dict->items[1].second), "dict");
  const auto* list = value_as<ValueList>(dict->items[0].second);
  ASSERT_NE(list, nullptr);
  EXPECT_FALSE(list->is_tuple);
  EXPECT_EQ(*value_as<std::int64_t>(list->items[0]), 1);
  EXPECT_EQ(*value_as<double>(list->items[1]), 2.5);
  EXPECT_TRUE(*value_as<bool>(list->items[2]));
  EXPECT_TRUE(is_none(list->items[3]));
  EXPECT_EQ(*value_as<std::string>(list->items[4]), "x");
}

TEST(JsonValue, HoldsWholeNumbersOf64Bits) {
  EXPECT_EQ(*value_as<std::int64_t>(parse_json_value("-9223372036854775808")),
            std::numeric_limits<std::int64_t>::min());
  EXPECT_THAT(complaint("9223372036854775808"), HasSubstr("does not fit 64 bits"));
  EXPECT_THAT(complaint("99999999999999999999999"), HasSubstr("does not fit 64 bits"));
  EXPECT_EQ(*value_as<double>(parse_json_value("1e30")), 1e30);
}

TEST(JsonValue, MayBeNestedAsDeepAsTheLimit) {
  const std::string deepest(kDeepestNesting, '[');
  const std::string closing(kDeepestNesting, ']');
  EXPECT_EQ(complaint(deepest + closing), "accepted");
  EXPECT_THAT(complaint("[" + deepest + closing + "]"), HasSubstr("nested deeper than 100"));
  EXPECT_THAT(complaint(std::string(1'000'000, '[')), HasSubstr("nested deeper than 100"));
}

TEST(JsonValueErrors, SayWhere) {
  EXPECT_EQ(complaint("[1,\n 2,, 3]"), "is not JSON (line 2, column 4)");
  for (const char* text :
       {"", "[", "{\"a\"}", "[1] 2", "{1: 2}", "[NaN]", "[1,]", "'a'", "\"\xff\""}) {
    EXPECT_THAT(complaint(text), HasSubstr("is not JSON (line ")) << text;
  }
  EXPECT_THAT(complaint("[1e999]"), HasSubstr("out of range"));
}

TEST(JsonValueErrors, HintAtNumbersThatJsonDoesNotHave) {
  for (const char* text : {"[NaN]", "[-Infinity]"}) {
    try {
      static_cast<void>(parse_json_value(text));
      FAIL() << text;
    } catch (const InputError& error) {
      EXPECT_THAT(error.hint(), HasSubstr("JSON has no NaN")) << text;
    }
  }
}

TEST(JsonValueErrors, RefuseAKeyThatAppearsTwice) {
  EXPECT_EQ(complaint(R"({"a": 1, "a": 2})"), "the key 'a' appears twice");
  EXPECT_EQ(complaint(R"([{"a": 1}, {"a": 2}])"), "accepted");
}

TEST(Literal, IsWhatItLooksLike) {
  EXPECT_TRUE(is_none(parse_literal("None")));
  EXPECT_TRUE(is_none(parse_literal("null")));
  EXPECT_TRUE(*value_as<bool>(parse_literal("True")));
  EXPECT_FALSE(*value_as<bool>(parse_literal("false")));
  EXPECT_EQ(*value_as<std::int64_t>(parse_literal("-3")), -3);
  EXPECT_EQ(*value_as<double>(parse_literal("1e-3")), 1e-3);
  EXPECT_EQ(*value_as<std::string>(parse_literal("\"3\"")), "3");
  EXPECT_EQ(*value_as<std::string>(parse_literal("sum")), "sum");
  EXPECT_EQ(*value_as<std::string>(parse_literal("")), "");
  EXPECT_EQ(kind_of(parse_literal("[1, 2]")), "list");
  EXPECT_EQ(kind_of(parse_literal("{}")), "dict");
  EXPECT_THAT(complaint_of([] { return parse_literal("[1"); }), HasSubstr("is not JSON"));
}

}  // namespace
}  // namespace hookstat::testing
