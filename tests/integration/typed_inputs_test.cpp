// --input for arguments of every type.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hooks/hooked_model.h"
#include "hookstat/error.h"
#include "integration/models.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// What each argument got, for people.
std::vector<std::string> texts_of(const std::string& model,
                                  const std::vector<std::string>& inputs) {
  const auto module = load(model);
  std::vector<std::string> texts;
  for (const InputDescription& input :
       describe_inputs(module, "forward", inputs_for(module, inputs))) {
    texts.push_back(input.text);
  }
  return texts;
}

std::string complaint(const std::string& model, const std::vector<std::string>& inputs) {
  try {
    static_cast<void>(inputs_for(load(model), inputs));
  } catch (const InputError& error) {
    return std::string(error.what()) + " | " + error.hint();
  }
  return "accepted";
}

/// What the model makes of it.
c10::IValue result_of(const std::string& model, const InputRequest& request) {
  torch::jit::Module module = load(model);
  return call_method(module, "forward", make_inputs(module, "forward", request));
}

TEST(TypedInputs, TakeNumbersTextsAndNone) {
  EXPECT_THAT(texts_of("takes_plain", {"2x3", "3", "0.5", "true", "negative", "None", "null"}),
              ElementsAre("2x3 float32", "3", "0.5", "True", "\"negative\"", "None", "None"));
  EXPECT_THAT(texts_of("takes_plain", {"limit=7", "mask=2x3:bool", "mode=\"a=b\"", "flag=False",
                                       "scale=2", "n=-1", "x=2x3"}),
              ElementsAre("2x3 float32", "-1", "2.0", "False", "\"a=b\"", "2x3 bool", "7"));
}

TEST(TypedInputs, TakeATextAsItStands) {
  for (const char* text : {"3", "true", "[1", "None", "a=b", "x=y z", ""}) {
    EXPECT_EQ(texts_of("takes_plain", {"2x3", "3", "1", "true", std::string("mode=") + text,
                                       "mask=None", "limit=None"})[4],
              std::string("\"").append(text).append("\""));
  }
}

TEST(TypedInputs, TakeJsonForContainers) {
  EXPECT_THAT(texts_of("takes_nested", {R"(["1x3x30x40", "1x3x20x20:float16"])", "[1, 2]",
                                        R"({"a": "2", "b": [1.5]})", R"(["2x2:int64", 7])",
                                        R"([{"left": ["1"], "right": []}])", R"(["3", 1])"}),
              ElementsAre("[1x3x30x40 float32, 1x3x20x20 float16]", "[1, 2]",
                          R"({"a": 2 float32, "b": 1 float32})", "(2x2 int64, 7)",
                          R"([{"left": [1 float32], "right": []}])", "(3 float32, 1.0)"));
}

TEST(TypedInputs, TakeNamedTuplesByTheirFields) {
  const std::vector<std::string> others{"xs=[]", "sizes=[]", "table={}", R"(pair=["1", 1])",
                                        "groups=[]"};
  const auto with = [&](const std::string& point) {
    std::vector<std::string> all = others;
    all.push_back("point=" + point);
    return all;
  };
  EXPECT_EQ(texts_of("takes_nested", with(R"({"weight": 2, "where": "3"})")).back(),
            "(3 float32, 2.0)");
  EXPECT_THAT(complaint("takes_nested", with(R"({"weight": 2})")),
              HasSubstr("has no field 'where'"));
  EXPECT_THAT(complaint("takes_nested", with(R"({"weight": 2, "where": "3", "z": 1})")),
              HasSubstr("has fields that "));
  EXPECT_THAT(complaint("takes_nested", with(R"(["3"])")), HasSubstr(", got 1 values"));
}

TEST(TypedInputs, ReadKeysThatAreNumbers) {
  EXPECT_THAT(texts_of("takes_numbers", {R"({"3": "2x2"})", "[1, 0.5]"}),
              ElementsAre("{3: 2x2 float32}", "[1.0, 0.5]"));
  EXPECT_THAT(complaint("takes_numbers", {R"({"three": "2x2"})", "[]"}),
              HasSubstr(R"(table["three"]: expects int, got str)"));
}

TEST(TypedInputs, GiveAnyWhatItIs) {
  EXPECT_EQ(result_of("takes_any", request_of({"3"})).toInt(), 2);
  EXPECT_EQ(result_of("takes_any", request_of({"text"})).toInt(), 4);
  const std::string files = std::string(HOOKSTAT_MODELS) + "/inputs/";
  // A list of tensors is one for the model, too, and not a list of Any.
  EXPECT_EQ(result_of("takes_any", request_of({}, files + "any_list.pt")).toInt(), 1);
  EXPECT_EQ(result_of("takes_any", request_of({}, files + "any_dict.pt")).toInt(), 3);
}

TEST(TypedInputs, GiveAUnionTheTypeThatFitsBest) {
  EXPECT_EQ(result_of("takes_either", request_of({"value=3", "where=cpu"})).toInt(), 2);
  EXPECT_EQ(result_of("takes_either", request_of({"value=3.5", "where=cpu"})).toInt(), 3);
  EXPECT_EQ(result_of("takes_either", request_of({"value=1x3", "where=cpu"})).toInt(), 1);
}

TEST(TypedInputs, AreGivenTensorsLiterally) {
  const at::Tensor x = result_of("echo", request_of({"[[1, 2], [3, 4]]"})).toTensor();
  EXPECT_TRUE(at::equal(x, at::arange(1, 5).reshape({2, 2})));
  EXPECT_EQ(result_of("echo", request_of({"[1, 2.5]"})).toTensor().scalar_type(), at::kFloat);
  EXPECT_EQ(result_of("echo", request_of({"[true]"})).toTensor().scalar_type(), at::kBool);
  EXPECT_EQ(result_of("echo", request_of({"[]"})).toTensor().numel(), 0);
  const at::Tensor half =
      result_of("echo", request_of({R"({"data": [0.5], "dtype": "float16"})"})).toTensor();
  EXPECT_EQ(half.scalar_type(), at::kHalf);
  EXPECT_EQ(half.item<float>(), 0.5F);
}

TEST(TypedInputs, MayDescribeATensorByAnObject) {
  const at::Tensor x =
      result_of("echo", request_of({R"({"shape": [500], "dtype": "int64", "range": [3, 5]})"}))
          .toTensor();
  EXPECT_EQ(x.min().item<std::int64_t>(), 3);
  EXPECT_EQ(x.max().item<std::int64_t>(), 4);
  EXPECT_EQ(result_of("echo", request_of({R"({"shape": []})"})).toTensor().dim(), 0);
}

TEST(TypedInputs, AreFilledAsAsked) {
  InputRequest request = request_of({"2x3:int64[5,9]"});
  request.fill = InputFill::kZeros;
  EXPECT_TRUE(at::equal(result_of("echo", request).toTensor(), at::zeros({2, 3}, at::kLong)));
  request.fill = InputFill::kOnes;
  request.texts = {"4:complex64"};
  EXPECT_TRUE(at::equal(result_of("echo", request).toTensor(), at::ones({4}, at::kComplexFloat)));
  request.texts = {R"({"shape": [2], "fill": "zeros"})"};
  EXPECT_TRUE(at::equal(result_of("echo", request).toTensor(), at::zeros({2})));
}

TEST(TypedInputs, GiveEqualNestedValuesForEqualSeeds) {
  const auto module = load("takes_one_list");
  const InputRequest request = request_of({R"(["5", "5"])"});
  const auto tensors = [&](std::uint64_t seed) {
    return make_inputs(module, "forward", request, seed).positional.front().toTensorVector();
  };
  EXPECT_TRUE(at::equal(tensors(1)[1], tensors(1)[1]));
  EXPECT_FALSE(at::equal(tensors(1)[1], tensors(2)[1]));
  EXPECT_FALSE(at::equal(tensors(1)[0], tensors(1)[1]));
}

TEST(TypedInputTexts, AreCutWhereTheyAreLong) {
  EXPECT_EQ(texts_of("takes_numbers", {"{}", "[1,2,3,4,5,6,7,8,9]"})[1],
            "[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 3 more]");
  EXPECT_EQ(
      texts_of("takes_plain", {"1", "3", "1", "true", std::string(100, 'a'), "None", "None"})[4],
      "\"" + std::string(40, 'a') + "\"...");
}

TEST(TypedInputErrors, NameThePlaceAndTheType) {
  EXPECT_EQ(complaint("takes_one_list", {"1x3"}),
            "--input 1x3: expects List[Tensor], got str | it is forward(List[Tensor] xs); "
            "for example: --input xs='[\"1x3x224x224\"]'");
  EXPECT_THAT(complaint("takes_one_list", {R"(xs=["1x3", "1xcat"])"}),
              HasSubstr(R"(--input xs=["1x3", "1xcat"]: xs[1]: 'cat' is no size)"));
  EXPECT_THAT(complaint("takes_nested", {R"(groups=[{}, {"left": [["x"]]}])", "[]", "[]", "{}",
                                         R"(["1", 1])", R"(["1", 1])"}),
              HasSubstr(R"(groups[1]["left"][0]: expects numbers, got str)"));
  EXPECT_THAT(complaint("takes_one_dict", {"[]"}),
              HasSubstr("expects Dict[str, Tensor], got list"));
  EXPECT_THAT(complaint("takes_one_list", {"[1"}), HasSubstr("--input [1: is not JSON"));
}

TEST(TypedInputErrors, ConvertNothingThatLosesSomething) {
  const auto with = [](const std::string& input) {
    return complaint("takes_plain",
                     {input, "x=1", "n=1", "scale=1", "flag=true", "mode=a", "mask=None"});
  };
  EXPECT_EQ(with("limit=3"), "accepted");
  EXPECT_THAT(with("limit=3.0"), HasSubstr("--input limit=3.0: expects int, got float"));
  EXPECT_THAT(with("limit=true"), HasSubstr("expects int, got bool"));
  EXPECT_THAT(with("limit=x"), HasSubstr("expects int, got str"));
  EXPECT_THAT(complaint("two_inputs", {"1x8", "1x8:bool", "scale=None"}),
              HasSubstr("--input scale=None: expects float, got None"));
  EXPECT_THAT(complaint("echo", {"None"}), HasSubstr("expects Tensor, got None"));
  EXPECT_THAT(complaint("echo", {R"({"data": [300], "dtype": "uint8"})"}),
              HasSubstr("holds numbers that uint8 does not"));
  EXPECT_THAT(complaint("echo", {R"({"data": [1.5], "dtype": "int64"})"}),
              HasSubstr("holds numbers that int64 does not"));
}

TEST(TypedInputErrors, KnowWhatDescribesATensor) {
  EXPECT_THAT(complaint("echo", {"[[1, 2], [3]]"}), HasSubstr("not equally long"));
  EXPECT_THAT(complaint("echo", {"[[1, 2], 3]"}), HasSubstr("not equally long"));
  EXPECT_THAT(complaint("echo", {"[1, [2]]"}), HasSubstr("not equally long"));
  EXPECT_THAT(complaint("echo", {"{}"}), HasSubstr("needs shape or data"));
  EXPECT_THAT(complaint("echo", {R"({"shpe": [1]})"}), HasSubstr("'shpe' is no part"));
  EXPECT_THAT(complaint("echo", {R"({"shape": 3})"}), HasSubstr("shape: expects a list"));
  EXPECT_THAT(complaint("echo", {R"({"shape": [1.5]})"}), HasSubstr("shape: expects a list"));
  EXPECT_THAT(complaint("echo", {R"({"shape": [-1]})"}), HasSubstr("-1 is not positive"));
  EXPECT_THAT(complaint("echo", {R"({"shape": [1], "dtype": 3})"}),
              HasSubstr("dtype: expects a str"));
  EXPECT_THAT(complaint("echo", {R"({"shape": [1], "dtype": "float"})"}), HasSubstr("no type"));
  EXPECT_THAT(complaint("echo", {R"({"shape": [1], "range": [1]})"}),
              HasSubstr("range: expects two"));
  EXPECT_THAT(complaint("echo", {R"({"shape": [1], "range": [2, 1]})"}),
              HasSubstr("holds no value"));
  EXPECT_THAT(complaint("echo", {R"({"shape": [1], "fill": "twos"})"}),
              HasSubstr("'twos' is none of"));
  EXPECT_THAT(complaint("echo", {R"({"data": [1], "fill": "ones"})"}), HasSubstr("has no shape"));
  EXPECT_THAT(complaint("takes_either", {"value=1x3", "where=nowhere"}), HasSubstr("is no device"));
}

TEST(TypedInputErrors, SayThatNoneIsAValue) {
  EXPECT_THAT(complaint("takes_plain", {"1x3", "1", "1", "true", "a"}),
              HasSubstr("no --input is given for 'mask' (None is a value), 'limit' (None is a"));
  EXPECT_THAT(complaint("takes_plain", {}),
              HasSubstr("--input flag=true --input mode=text --input mask=4x4 --input limit=1"));
}

}  // namespace
}  // namespace hookstat::testing
