#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hookstat/error.h"
#include "integration/models.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;

/// The error of these specifications, with its hint.
std::string complaint(const std::string& model, const std::vector<std::string>& specs,
                      const std::string& method = "forward") {
  try {
    static_cast<void>(inputs_for(load(model), specs, method));
  } catch (const InputError& error) {
    return std::string(error.what()) + " | " + error.hint();
  }
  return "accepted";
}

at::Tensor only_tensor(const std::string& spec, std::uint64_t seed = 0) {
  const auto module = load("plain");
  return make_inputs(module, "forward", request_of({spec}), seed).positional.front().toTensor();
}

TEST(MakeInputs, FillsFloatsFromZeroToOne) {
  const at::Tensor values = only_tensor("1000");
  EXPECT_EQ(values.scalar_type(), at::kFloat);
  EXPECT_GE(values.min().item<float>(), 0.0F);
  EXPECT_LT(values.max().item<float>(), 1.0F);
  EXPECT_GT(values.std().item<float>(), 0.2F);
}

TEST(MakeInputs, StaysWithinTheRange) {
  const at::Tensor values = only_tensor("5000:int64[3,7]");
  EXPECT_EQ(values.min().item<std::int64_t>(), 3);
  EXPECT_EQ(values.max().item<std::int64_t>(), 6);
  const at::Tensor floats = only_tensor("5000:float64[-2,-1]");
  EXPECT_GE(floats.min().item<double>(), -2.0);
  EXPECT_LT(floats.max().item<double>(), -1.0);
}

TEST(MakeInputs, KnowsEveryTypeThatASpecificationMayName) {
  for (const char* type :
       {"float16", "bfloat16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8",
        "uint16", "uint32", "uint64", "bool", "complex32", "complex64", "complex128"}) {
    const at::Tensor values = only_tensor(std::string("2x3:") + type);
    EXPECT_EQ(values.sizes(), (std::vector<std::int64_t>{2, 3})) << type;
  }
}

TEST(MakeInputs, GivesEqualValuesForEqualSeeds) {
  EXPECT_TRUE(at::equal(only_tensor("100", 1), only_tensor("100", 1)));
  EXPECT_FALSE(at::equal(only_tensor("100", 1), only_tensor("100", 2)));
}

TEST(MakeInputs, LeavesTheDefaultGeneratorAlone) {
  at::manual_seed(3);
  const at::Tensor expected = at::rand({3});
  at::manual_seed(3);
  static_cast<void>(only_tensor("100"));
  EXPECT_TRUE(at::equal(at::rand({3}), expected));
}

TEST(MakeInputs, BindsNamesAndDefaults) {
  const auto module = load("two_inputs");
  const ModelInputs inputs = inputs_for(module, {"bias=8", "2x8", "mask=2x8:bool"});
  const auto descriptions = describe_inputs(module, "forward", inputs);
  ASSERT_EQ(descriptions.size(), 4U);
  EXPECT_EQ(descriptions[0].name, "x");
  EXPECT_EQ(descriptions[0].tensor->sizes, (Shape{2, 8}));
  EXPECT_EQ(descriptions[1].tensor->dtype, Dtype::kBool);
  EXPECT_EQ(descriptions[2].kind, "float");
  EXPECT_EQ(descriptions[3].name, "bias");
  EXPECT_EQ(descriptions[3].tensor->sizes, (Shape{8}));
}

TEST(MakeInputs, NeedsNoneWhereAllHaveDefaults) {
  const auto module = load("no_inputs");
  EXPECT_TRUE(inputs_for(module, {}).positional.empty());
}

TEST(MakeInputsErrors, SayWhatForwardTakesWithAnExample) {
  const std::string text = complaint("ssd300", {});
  EXPECT_THAT(text, HasSubstr("no --input is given, and its shapes cannot be guessed"));
  EXPECT_THAT(text, HasSubstr("forward(Tensor x); for example: --input 1x3x224x224"));
}

TEST(MakeInputsErrors, ExamplesNameTheArgumentsWhereThereAreSeveral) {
  EXPECT_THAT(
      complaint("two_inputs", {"1x8"}),
      HasSubstr("no --input is given for 'mask' | it is forward(Tensor x, Tensor mask, float "
                "scale=2., Optional[Tensor] bias=None); for example: --input x=1x8 "
                "--input mask=1:bool"));
}

TEST(MakeInputsErrors, CountTheInputs) {
  EXPECT_THAT(complaint("ssd300", {"1", "2", "3"}), HasSubstr("it takes 1 input, and 3 are given"));
  EXPECT_THAT(complaint("two_inputs", {"1", "1", "1", "1", "1"}),
              HasSubstr("takes 4 inputs, and 5"));
}

TEST(MakeInputsErrors, KnowTheNames) {
  EXPECT_THAT(complaint("ssd300", {"y=1x3"}), HasSubstr("it has no argument 'y'"));
  EXPECT_THAT(complaint("two_inputs", {"1x8", "x=1x8"}), HasSubstr("'x' is given twice"));
}

TEST(MakeInputsErrors, RefuseMoreThanTheMachinesMemory) {
  EXPECT_THAT(complaint("ssd300", {"1000000x3x3000x3000"}),
              HasSubstr(" to make, and this machine has "));
}

TEST(MakeInputsErrors, ListTheMethodsThereAre) {
  EXPECT_THAT(complaint("two_inputs", {"1"}, "decode"),
              HasSubstr("--method decode: the model has no such method | it has forward, encode"));
}

}  // namespace
}  // namespace hookstat::testing
