#include "hookstat/input_spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hookstat/error.h"

namespace hookstat {
namespace {

using ::testing::HasSubstr;

std::string complaint(const std::string& text) {
  try {
    static_cast<void>(parse_input_spec(text));
  } catch (const InputError& error) {
    EXPECT_EQ(error.exit_code(), 2);
    EXPECT_THAT(error.hint(), HasSubstr("1x3x224x224"));
    return error.what();
  }
  return "accepted";
}

TEST(InputSpec, IsFloat32WithoutAType) {
  EXPECT_EQ(parse_input_spec("1x3x300x300"), (InputSpec{{1, 3, 300, 300}, Dtype::kFloat32, {}}));
}

TEST(InputSpec, TakesAType) {
  EXPECT_EQ(parse_input_spec("1x77:bool"), (InputSpec{{1, 77}, Dtype::kBool, {}}));
}

TEST(InputSpec, TakesARange) {
  const InputSpec spec = parse_input_spec("1x128:int64[0,30000]");
  EXPECT_EQ(spec.dtype, Dtype::kInt64);
  EXPECT_EQ(spec.range, (std::pair{0.0, 30000.0}));
}

TEST(InputSpec, TakesFractionsInTheRangeOfAFloat) {
  EXPECT_EQ(parse_input_spec("2:float16[-0.5,0.5]").range, (std::pair{-0.5, 0.5}));
}

TEST(InputSpec, KnowsScalars) { EXPECT_EQ(parse_input_spec("scalar:int64").shape, Shape{}); }

TEST(InputSpecErrors, NameThePartThatIsWrong) {
  EXPECT_EQ(complaint("1x3xcat"), "'cat' is no size");
}

TEST(InputSpecErrors, RefuseSizesBelowOne) {
  EXPECT_THAT(complaint("1x0x3"), HasSubstr("the size 0 is not positive"));
  EXPECT_THAT(complaint("1x-3"), HasSubstr("the size -3 is not positive"));
}

TEST(InputSpecErrors, RefuseWhatNoMemoryHolds) {
  EXPECT_THAT(complaint("99999999999999999999"), HasSubstr("is too large"));
  EXPECT_THAT(complaint("3000000000x3000000000x3000000000"), HasSubstr("the tensor is too large"));
  EXPECT_THAT(complaint("4611686018427387904"), HasSubstr("the tensor is too large"));
}

TEST(InputSpecErrors, RefuseWhatIsNoShape) {
  for (const char* text :
       {"", "x", "1x", "x3", "1xx3", "1,3", "1x3.5", " 1x3", "1X3", "+1", "a=1"}) {
    EXPECT_NE(complaint(text), "accepted") << text;
  }
}

TEST(InputSpecErrors, RefuseTypesThatCannotBeFilled) {
  for (const char* text : {"1:", "1:double", "1:qint8", "1:unknown", "1:float32x"}) {
    EXPECT_THAT(complaint(text), HasSubstr("is no type of an input")) << text;
  }
}

TEST(InputSpecErrors, RefuseBadRanges) {
  EXPECT_THAT(complaint("1:int64[5,5]"), HasSubstr("holds no value"));
  EXPECT_THAT(complaint("1:int64[9,1]"), HasSubstr("holds no value"));
  EXPECT_THAT(complaint("1:int64[0,1.5]"), HasSubstr("no whole number"));
  EXPECT_THAT(complaint("1:int64[0,1e30]"), HasSubstr("no whole number"));
  EXPECT_THAT(complaint("1:float32[0,inf]"), HasSubstr("no number"));
  EXPECT_THAT(complaint("1:float32[nan,1]"), HasSubstr("no number"));
  EXPECT_THAT(complaint("1:float32[0,]"), HasSubstr("no number"));
  EXPECT_THAT(complaint("1:float32[0]"), HasSubstr("in brackets"));
  EXPECT_THAT(complaint("1:float32[0,1"), HasSubstr("in brackets"));
  EXPECT_THAT(complaint("1:uint8[0,257]"), HasSubstr("holds values that uint8 does not"));
  EXPECT_THAT(complaint("1:uint16[-1,5]"), HasSubstr("holds values that uint16 does not"));
  EXPECT_EQ(parse_input_spec("1:int8[-128,128]").range, (std::pair{-128.0, 128.0}));
  EXPECT_THAT(complaint("1:float64[-1.5e308,1.5e308]"), HasSubstr("too wide"));
  EXPECT_THAT(complaint("1:bool[0,2]"), HasSubstr("bool has no range"));
}

}  // namespace
}  // namespace hookstat
