#include <gmock/gmock.h>

#include "unit/sweep/plan_folder.h"

namespace hookstat::sweep::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using PlanMerge = PlanFolder;

TEST_F(PlanMerge, GivesAMapTheEntriesOfAnother) {
  const Plan plan = plan_of(
      "x-common: &common\n  threads: [1, 2]\n  profile: {runs: 3}\n"
      "models:\n  - {<<: *common, file: ssd300.pt}\n  - file: bert.pt\n    <<: *common\n");
  ASSERT_THAT(plan.cases, SizeIs(4));
  EXPECT_EQ(plan.cases[0].id, "ssd300-t1");
  EXPECT_THAT(plan.cases[3].profile_arguments,
              ElementsAre(path_of("bert.pt"), "--threads=2", "--runs=3"));
}

TEST_F(PlanMerge, LeavesAMapsOwnEntriesAndTheFirstOfSeveralMaps) {
  const std::string anchors =
      "x-a: &a {runs: 1, warmup: 1}\nx-b: &b {runs: 2, seed: 2, warmup: 2}\nmodels: ssd300.pt\n";
  const auto words = [&](const std::string& profile) {
    const auto cases = plan_of(anchors + "profile: " + profile + "\n").cases;
    return cases.empty() ? std::vector<std::string>{}
                         : std::vector<std::string>(cases[0].profile_arguments.begin() + 1,
                                                    cases[0].profile_arguments.end());
  };
  EXPECT_THAT(words("{<<: *a, runs: 9}"), ElementsAre("--warmup=1", "--runs=9"));
  EXPECT_THAT(words("{runs: 9, <<: *a}"), ElementsAre("--warmup=1", "--runs=9"));
  EXPECT_THAT(words("{<<: [*a, *b]}"), ElementsAre("--warmup=1", "--runs=1", "--seed=2"));
  EXPECT_THAT(words("{<<: [*b, *a]}"), ElementsAre("--warmup=2", "--runs=2", "--seed=2"));
  EXPECT_THAT(words("{<<: {seed: 5}, runs: 9}"), ElementsAre("--runs=9", "--seed=5"));
}

TEST_F(PlanMerge, GoesOnThroughMapsThatAreMergedThemselves) {
  const Plan plan = plan_of(
      "x-a: &a {threads: 2}\nx-b: &b {<<: *a, device: cuda}\n"
      "models: {<<: *b, file: ssd300.pt}\n");
  ASSERT_THAT(plan.cases, SizeIs(1));
  EXPECT_EQ(plan.cases[0].id, "ssd300-t2-cuda");
}

TEST_F(PlanMerge, TellsOfAnEntryWhereItStands) {
  EXPECT_THAT(problems_of("x-a: &a {threads: two, divice: cpu}\nmodels:\n"
                          "  - {<<: *a, file: ssd300.pt}\n  - {<<: *a, file: bert.pt}\n"),
              ElementsAre("1:19: threads: expects a whole number from 1 to 1024, got 'two'",
                          "1:24: unknown key 'divice': did you mean 'device'?"));
}

TEST_F(PlanMerge, NeedsThatOneModelUsesASize) {
  const std::string plan =
      "x-a: &a {batch: [1, 2]}\nmodels:\n  - {<<: *a, file: ssd300.pt, inputs: '{batch}x3'}\n"
      "  - {<<: *a, file: bert.pt, inputs: 1x128}\n";
  EXPECT_THAT(problems_of(plan), IsEmpty());
  EXPECT_THAT(problems_of("x-a: &a {batch: [1, 2]}\nmodels:\n  - {<<: *a, file: ssd300.pt}\n"
                          "  - {<<: *a, file: bert.pt}\n"),
              ElementsAre("1:10: batch: no input says {batch}"));
}

TEST_F(PlanMerge, IsOfMaps) {
  const std::string why = "the merge key '<<' expects a map or a list of maps, such as *name";
  EXPECT_THAT(problems_of("models:\n  - file: ssd300.pt\n    <<: threads\n"),
              ElementsAre("3:5: " + why));
  EXPECT_THAT(problems_of("models: ssd300.pt\nprofile: {<<: [{runs: 1}, 3]}\n"),
              ElementsAre("2:11: " + why));
  EXPECT_THAT(problems_of("x-a: &a {}\nmodels: ssd300.pt\n<<: *a\n<<: *a\n"),
              ElementsAre("4:1: the key '<<' is there twice, first in line 3"));
  EXPECT_THAT(problems_of("models: ssd300.pt\n'<<': {threads: 1}\n"),
              ElementsAre(HasSubstr("2:1: unknown key '<<'")));
  EXPECT_THAT(problems_of("models: &a {file: ssd300.pt, <<: *a}\n"),
              ElementsAre("1:34: an alias stands within what it stands for"));
}

TEST_F(PlanMerge, CountsAgainstTheLimits) {
  std::string text = "x-0: &a0 [x, x, x, x, x, x, x, x, x]\nx-1: &a1 {<<: {k: *a0}}\n";
  for (int i = 2; i < 8; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    text.append("x-").append(std::to_string(i)).append(": &a").append(std::to_string(i));
    text.append(" {<<: ").append(last);
    for (int k = 1; k < 10; ++k) text.append(", k" + std::to_string(k) + ": ").append(last);
    text += "}\n";
  }
  EXPECT_THAT(problems_of(text),
              ElementsAre(HasSubstr("the file holds more than 1,000,000 values")));
  EXPECT_THAT(
      problems_of("x-a: &a {k: " + std::string(60, '[') + std::string(60, ']') +
                  "}\nmodels: " + std::string(50, '[') + "{<<: *a}" + std::string(50, ']') + "\n"),
      ElementsAre("2:64: is nested deeper than 100 levels"));
}

TEST_F(PlanMerge, MakesNoBombOfLongTexts) {
  const std::string much(1'000'000, 'k');
  std::string text = "x-a: &a {" + much.substr(0, 1000) + ": " + much + "}\nmodels:\n";
  for (int i = 0; i < 100; ++i) text += "  - {<<: *a, file: ssd300.pt}\n";
  EXPECT_THAT(problems_of(text),
              ElementsAre("101:10: the file holds texts of more than 100 MB, aliases followed"));
}

TEST_F(PlanMerge, PlacesForAnchorsAreKeysOfThePlanAlone) {
  EXPECT_THAT(problems_of("models: ssd300.pt\nx-: 1\nx-y: {z: [1]}\n"), IsEmpty());
  EXPECT_THAT(problems_of("models: {file: ssd300.pt, x-a: 1}\n"),
              ElementsAre(HasSubstr("1:27: unknown key 'x-a'")));
}

}  // namespace
}  // namespace hookstat::sweep::testing
