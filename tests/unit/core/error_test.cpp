#include "hookstat/error.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <type_traits>

namespace hookstat::testing {
namespace {

/// The exit code as the command line sees it: of whatever was thrown, caught as an Error.
template <class Thrown>
int exit_code_of(const Thrown& thrown) {
  try {
    throw Thrown(thrown);
  } catch (const Error& error) {
    return error.exit_code();
  }
}

TEST(ExitCode, IsThatOfTheChild) {
  EXPECT_EQ(exit_code_of(InputError("input: no such file")), 2);
  EXPECT_EQ(exit_code_of(OutputError("output: disk full")), 2);
  EXPECT_EQ(exit_code_of(ModelError("model: it threw")), 3);
  EXPECT_EQ(exit_code_of(InternalError("recorder: broken")), 4);
  EXPECT_EQ(exit_code_of(Interrupted()), 130);
}

TEST(ExitCode, OfAnErrorWithoutAKindIsThatOfAFaultOfOurOwn) {
  EXPECT_EQ(exit_code_of(Error("something: broke")), exit_code_of(InternalError("x")));
}

template <class T>
class ErrorKind : public ::testing::Test {};

using KindsWithAMessage =
    ::testing::Types<Error, InputError, OutputError, ModelError, InternalError>;
TYPED_TEST_SUITE(ErrorKind, KindsWithAMessage);

TYPED_TEST(ErrorKind, KeepsItsMessageAndHint) {
  const TypeParam error("x.pt: no such file", "give the path of a saved model");
  EXPECT_STREQ(error.what(), "x.pt: no such file");
  EXPECT_EQ(error.hint(), "give the path of a saved model");
}

TYPED_TEST(ErrorKind, HasNoHintUnlessGivenOne) {
  EXPECT_TRUE(TypeParam("x.pt: no such file").hint().empty());
}

TYPED_TEST(ErrorKind, KeepsItsHintWhenCaughtAsAnError) {
  try {
    throw TypeParam("what: why", "mend it");
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "what: why");
    EXPECT_EQ(error.hint(), "mend it");
  }
}

TYPED_TEST(ErrorKind, IsCaughtByWhoeverCatchesStandardExceptions) {
  EXPECT_THROW(throw TypeParam("what: why"), std::runtime_error);
}

TYPED_TEST(ErrorKind, IsNotMadeOfAStringByAccident) {
  EXPECT_FALSE((std::is_convertible_v<std::string, TypeParam>));
}

TEST(Interrupted, SaysSoWithoutAHint) {
  const Interrupted interrupted;
  EXPECT_STREQ(interrupted.what(), "interrupted");
  EXPECT_TRUE(interrupted.hint().empty());
}

TEST(Interrupted, IsNoErrorOfAnotherKind) {
  EXPECT_FALSE((std::is_base_of_v<InputError, Interrupted>));
  EXPECT_FALSE((std::is_base_of_v<ModelError, Interrupted>));
  EXPECT_TRUE((std::is_base_of_v<Error, Interrupted>));
}

}  // namespace
}  // namespace hookstat::testing
