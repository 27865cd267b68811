// Models that LibTorch itself cannot load are refused with its reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hookstat/error.h"
#include "hookstat/model.h"
#include "integration/zoo/expectation.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Key;

TEST(ZooRefusals, AreOfTheseModels) {
  EXPECT_THAT(
      read_refusals(),
      ElementsAre(Key("name_with_backslash"), Key("name_with_carriage_return"),
                  Key("name_with_cjk"), Key("name_with_constant"), Key("name_with_emoji"),
                  Key("name_with_keyword"), Key("name_with_newline"), Key("name_with_quote"),
                  Key("name_with_unicode"), Key("optimised_convolution")));
}

TEST(ZooRefusals, SayWhatLibTorchSays) {
  for (const auto& [name, message] : read_refusals()) {
    const std::string path = zoo_file("refused_" + name + ".pt");
    try {
      static_cast<void>(load_model(path));
      ADD_FAILURE() << name << " was loaded";
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr(path)) << name;
      EXPECT_THAT(error.what(), HasSubstr(message)) << name;
    }
  }
}

}  // namespace
}  // namespace hookstat::testing
