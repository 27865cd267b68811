// Messages are taken from LibTorch where a model here can cause them, else quoted.
#include "model/dtype_hint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hooks/hooked_model.h"
#include "hookstat/error.h"
#include "integration/models.h"
#include "model/cause.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// The hint for what a model says of these inputs.
std::string hint_of(const std::string& model, const std::vector<std::string>& texts) {
  torch::jit::Module module = load(model);
  const ModelInputs inputs = inputs_for(module, texts);
  try {
    static_cast<void>(call_method(module, "forward", inputs));
  } catch (const std::exception& error) {
    return dtype_hint(cause_of(error), describe_inputs(module, "forward", inputs));
  }
  return "no error";
}

InputDescription tensor_input(const std::string& name, Dtype dtype) {
  InputDescription input{name, "tensor", {}, TensorInfo{}};
  input.tensor->sizes = {1, 3};
  input.tensor->dtype = dtype;
  return input;
}

TEST(DtypeHint, NamesTheTypeOfTheWeights) {
  EXPECT_EQ(hint_of("two_inputs", {"2x8:float64", "2x8:bool"}),
            "one of the inputs may need another type, for example: --input x=2x8:float32");
  EXPECT_EQ(hint_of("ssd300", {"1x3x300x300:float16"}),
            "the input may need another type: --input x=1x3x300x300:float32");
}

TEST(DtypeHint, SaysHowIndicesAreGiven) {
  EXPECT_THAT(hint_of("lookup", {"1x5"}), HasSubstr("--input ids=1x5:int64[0,N]"));
  EXPECT_THAT(hint_of("lookup", {"1x5:int64[90,99]"}),
              HasSubstr("must be below the table's size N"));
}

TEST(DtypeHint, SaysThatAMaskIsBoolean) {
  EXPECT_THAT(hint_of("two_inputs", {"2x8", "mask=2x8"}), HasSubstr("--input mask=2x8:bool"));
}

TEST(DtypeHint, UnderstandsWhatOtherOperatorsSay) {
  const std::vector<InputDescription> inputs{tensor_input("n", Dtype::kInt64),
                                             tensor_input("x", Dtype::kFloat32)};
  const auto hint = [&](const char* cause) { return dtype_hint(cause, inputs); };
  EXPECT_THAT(hint("Input type (float) and bias type (c10::Half) should be the same"),
              HasSubstr("--input x=1x3:float16"));
  EXPECT_THAT(hint("mat1 and mat2 must have the same dtype, but got Float and BFloat16"),
              HasSubstr("--input x=1x3:bfloat16"));
  EXPECT_THAT(hint("expected m1 and m2 to have the same dtype, but got: float != long int"),
              HasSubstr("--input n=1x3:float32"));
  EXPECT_THAT(hint("RNN input dtype (torch.float32) does not match weight dtype (torch.float16). "
                   "Convert input: input.to(torch.float16)"),
              HasSubstr("--input x=1x3:float16"));
  EXPECT_THAT(hint("expected scalar type Double but found Float"),
              HasSubstr("--input x=1x3:float64"));
  EXPECT_THAT(hint("\"softmax_lastdim_kernel_impl\" not implemented for 'Long'"),
              HasSubstr("--input n=1x3:float32"));
  EXPECT_THAT(hint("mixed dtype (CPU): all inputs must share same datatype."),
              HasSubstr("--input n=1x3:float16"));
}

TEST(DtypeHint, KnowsTheNamesOfAllIntegerTypes) {
  const std::vector<InputDescription> inputs{tensor_input("x", Dtype::kFloat32)};
  for (const auto& [name, type] : {std::pair{"Char", "int8"},
                                   {"Short", "int16"},
                                   {"Int", "int32"},
                                   {"Long", "int64"},
                                   {"Byte", "uint8"},
                                   {"UInt16", "uint16"},
                                   {"UInt32", "uint32"},
                                   {"UInt64", "uint64"},
                                   {"signed char", "int8"},
                                   {"short", "int16"},
                                   {"int8", "int8"},
                                   {"int16", "int16"},
                                   {"int", "int32"},
                                   {"uint16", "uint16"},
                                   {"uint32", "uint32"},
                                   {"uint64", "uint64"}}) {
    const std::string cause = std::string("expected scalar type ") + name + " but found Float";
    EXPECT_EQ(dtype_hint(cause, inputs),
              std::string("the input may need another type: --input x=1x3:") + type)
        << name;
  }
}

TEST(DtypeHint, IsEmptyWhereTheMessageIsAboutSomethingElse) {
  EXPECT_THAT(hint_of("two_inputs", {"2x9", "2x9:bool"}), IsEmpty());
  EXPECT_THAT(dtype_hint("expected scalar type Long but found Float", {}), IsEmpty());
  EXPECT_THAT(dtype_hint("expected scalar type Long but found Float", {{"n", "int", "3", {}}}),
              IsEmpty());
}

}  // namespace
}  // namespace hookstat::testing
