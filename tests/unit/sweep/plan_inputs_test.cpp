#include <gmock/gmock.h>

#include "unit/sweep/plan_folder.h"

namespace hookstat::sweep::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class PlanInputs : public PlanFolder {
 protected:
  [[nodiscard]] std::vector<std::string> complaints(const std::string& inputs) const {
    return problems_of("models: ssd300.pt\nbatch: [1, 2]\ninputs:\n  - '{batch}x3'\n" + inputs);
  }
  /// Whether the text is refused as a specification, with a batch of 2.
  [[nodiscard]] bool is_refused(const std::string& text) const {
    return !problems_of("models: ssd300.pt\nbatch: 2\ninputs:\n  - '" + text + "'\n  - '{batch}'\n")
                .empty();
  }
};

TEST_F(PlanInputs, AreATextOrAListOrAMapForEachCall) {
  const Plan plan = plan_of(
      "models: ssd300.pt\n"
      "inputs:\n"
      "  - 1x3\n"
      "  - [1x4, n=3]\n"
      "  - {ids: '1x6:int64[0,30]', flag: true, none: , xs: '[\"1x7\"]'}\n");
  ASSERT_THAT(plan.cases, SizeIs(3));
  EXPECT_THAT(plan.cases[0].inputs, ElementsAre("1x3"));
  EXPECT_THAT(plan.cases[1].inputs, ElementsAre("1x4", "n=3"));
  EXPECT_THAT(plan.cases[2].inputs,
              ElementsAre("ids=1x6:int64[0,30]", "flag=true", "none=None", "xs=[\"1x7\"]"));
}

TEST_F(PlanInputs, OfOneCallNeedNoList) {
  EXPECT_THAT(plan_of("models: ssd300.pt\ninputs: {x: 1x3}\n").cases[0].inputs,
              ElementsAre("x=1x3"));
}

TEST_F(PlanInputs, MayBeAFileOfValues) {
  const Plan plan = plan_of("models: ssd300.pt\ninputs: {--inputs: saved.npz, scale: 0.5}\n");
  ASSERT_THAT(plan.cases, SizeIs(1));
  EXPECT_EQ(plan.cases[0].inputs_file, path_of("saved.npz"));
  EXPECT_THAT(
      plan.cases[0].profile_arguments,
      ElementsAre(path_of("ssd300.pt"), "--input=scale=0.5", "--inputs=" + path_of("saved.npz")));
  EXPECT_THAT(complaints("  - {--inputs: none.npz}\n"),
              ElementsAre("5:16: inputs: --inputs: 'none.npz': no such file"));
  EXPECT_THAT(
      complaints("  - --inputs: ssd300.txt\n"),
      ElementsAre(HasSubstr("5:15: inputs: --inputs: 'ssd300.txt': its end tells no format"),
                  HasSubstr("no such file")));
  EXPECT_THAT(complaints("  - --inputs: [a]\n"),
              ElementsAre("5:15: inputs: --inputs: expects a file's name, got a list"));
}

TEST_F(PlanInputs, AreRefusedWhereTheyAreNoTexts) {
  const std::string expected =
      "inputs: expects a text for each argument (lists and dicts as JSON in quotes), got ";
  EXPECT_THAT(complaints("  - []\n"), ElementsAre("5:5: " + expected + "an empty list"));
  EXPECT_THAT(complaints("  - {}\n"), ElementsAre("5:5: " + expected + "a map"));
  EXPECT_THAT(complaints("  - {sizes: [1, 2]}\n"), ElementsAre("5:13: " + expected + "a list"));
  EXPECT_THAT(complaints("  - [[1x3]]\n"), ElementsAre("5:6: " + expected + "a list"));
  EXPECT_THAT(complaints("  - ''\n"),
              ElementsAre("5:5: inputs: a value is empty: an empty str is '\"\"'"));
  EXPECT_THAT(complaints("  - \n"), ElementsAre(HasSubstr(expected + "nothing")));
  EXPECT_THAT(
      problems_of("models: ssd300.pt\ninputs: []\n"),
      ElementsAre("2:9: inputs: expects a text, a list or a map for each call, got an empty "
                  "list"));
}

TEST_F(PlanInputs, AreRefusedUnderWhatIsNoName) {
  EXPECT_THAT(complaints("  - {input-ids: 1x3}\n"),
              ElementsAre("5:6: inputs: 'input-ids' is no argument's name; a file of values is "
                          "'--inputs'"));
  EXPECT_THAT(complaints("  - {'': 1x3}\n"), ElementsAre(HasSubstr("'' is no argument's name")));
}

TEST_F(PlanInputs, AreRefusedTwice) {
  EXPECT_THAT(complaints("  - {n: [1]}\n  - {n: [2]}\n"), SizeIs(2));  // the same for all we know
  EXPECT_THAT(complaints("  - 1x5\n  - [1x5]\n"),
              ElementsAre("6:5: inputs: the same is there twice, first in line 5"));
}

TEST_F(PlanInputs, SayWhichPlaceholdersThereAre) {
  EXPECT_THAT(complaints("  - '{bach}x3'\n"),
              ElementsAre("5:5: inputs: unknown placeholder '{bach}': there are {batch} and "
                          "{resolution}"));
  EXPECT_THAT(complaints("  - '{threads}x3'\n"), ElementsAre(HasSubstr("unknown placeholder")));
  EXPECT_THAT(complaints("  - 'xs={\"a\": {\"shape\": [{batch}, 3]}, \"b\": {}}'\n"), IsEmpty());
}

TEST_F(PlanInputs, HavePlaceholdersWithinJson) {
  const Plan plan = plan_of(
      "models: ssd300.pt\nbatch: 2\ninputs: 'xs={\"a\": {\"shape\": [{batch}, "
      "3]}, \"{batch}\": {}}'\n");
  ASSERT_THAT(plan.cases, SizeIs(1));
  EXPECT_THAT(plan.cases[0].inputs, ElementsAre("xs={\"a\": {\"shape\": [2, 3]}, \"2\": {}}"));
  EXPECT_THAT(plan_of("models: ssd300.pt\nbatch: 2\ninputs: '{{batch}}{}{batch'\n").cases[0].inputs,
              ElementsAre("{2}{}{batch"));
}

TEST_F(PlanInputs, NeedTheAxesThatTheySay) {
  EXPECT_THAT(complaints("  - x: 1x3\n    y: '{resolution}'\n"),
              ElementsAre("5:5: inputs: {resolution} has no values for ssd300: write 'resolution: "
                          "[1, 2]', for example"));
  EXPECT_THAT(problems_of("models:\n  - {file: ssd300.pt, batch: 1}\n  - bert.pt\n"
                          "inputs: '{batch}x3'\n"),
              ElementsAre("4:9: inputs: {batch} has no values for bert: write 'batch: [1, 2]', for "
                          "example"));
}

TEST_F(PlanInputs, AreWhatSizesAreFor) {
  EXPECT_THAT(problems_of("models: ssd300.pt\nbatch: [1, 2]\ninputs: 1x3\n"),
              ElementsAre("2:1: batch: no input says {batch}"));
  EXPECT_THAT(problems_of("models: ssd300.pt\nresolution: 1\n"),
              ElementsAre("2:1: resolution: no input says {resolution}"));
  EXPECT_THAT(problems_of("models:\n  - ssd300.pt\n  - {file: bert.pt, inputs: 1x128}\n"
                          "batch: [1, 2]\ninputs: '{batch}x3'\n"),
              IsEmpty());
  EXPECT_THAT(problems_of("models:\n  - ssd300.pt\n  - {file: bert.pt, inputs: 1x128, batch: 3}\n"
                          "batch: [1, 2]\ninputs: '{batch}x3'\n"),
              ElementsAre("3:36: batch: no input says {batch}"));
}

TEST_F(PlanInputs, ThatCanOnlyBeSpecificationsAreReadAsSuch) {
  EXPECT_THAT(complaints("  - 1x0x3\n"),
              ElementsAre("5:5: inputs: '1x0x3': the size 0 is not positive"));
  EXPECT_THAT(complaints("  - ids: '{batch}x3:int65'\n"),
              ElementsAre("5:10: inputs: 'ids=1x3:int65': 'int65' is no type of an input"));
  EXPECT_THAT(problems_of("models: ssd300.pt\nbatch: [1, 9223372036854775807]\n"
                          "inputs: '{batch}x3'\n"),
              ElementsAre("3:9: inputs: '9223372036854775807x3': the tensor is too large"));
  for (const char* text :
       {"1x-3", "1x3x", "1x3xcat", "{batch}xcat", "x={batch}x", "3:float", "scalar:int65",
        "1x3:bool[0,1]", "-1x3", "1x3:", "cat={batch}x3:int8[0,999]"}) {
    EXPECT_TRUE(is_refused(text)) << text;
  }
}

TEST_F(PlanInputs, ThatMayBeAStrAreLeftToTheModel) {
  for (const char* text :
       {"3", "0.5", "1xcat", "cat", "true", "16:9", "mode=0xcafe", "a=", "[1,2]",
        "xs=[\"1x3\", \"1xcat\"]", "x={batch}", "\"1x0\"", "scalar", "http://a", "0x"}) {
    EXPECT_FALSE(is_refused(text)) << text;
  }
}

TEST_F(PlanInputs, ThatAreLeftOutMayBeOfNoSize) {
  EXPECT_THAT(problems_of("models: ssd300.pt\nbatch: [1, 9223372036854775807]\n"
                          "inputs: '{batch}x3'\nexclude: {batch: 9223372036854775807}\n"),
              IsEmpty());
}

}  // namespace
}  // namespace hookstat::sweep::testing
