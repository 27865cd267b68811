#include <gmock/gmock.h>

#include "unit/sweep/plan_folder.h"

namespace hookstat::sweep::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using PlanYaml = PlanFolder;

TEST_F(PlanYaml, ThatIsNoneIsRefusedWithItsLine) {
  EXPECT_THAT(problems_of("models: ssd300.pt\nthreads: [1, 2\n"),
              ElementsAre(HasSubstr("3:1: is not YAML: ")));
  EXPECT_THAT(problems_of("models: ssd300.pt\n  threads: 1\n"),
              ElementsAre(HasSubstr("2:10: is not YAML: ")));
  EXPECT_THAT(problems_of("models: *a\n"), ElementsAre(HasSubstr("1:9: is not YAML: ")));
}

TEST_F(PlanYaml, HasEachKeyOnce) {
  EXPECT_THAT(problems_of("models: ssd300.pt\nthreads: 1\nthreads: 2\n"),
              ElementsAre("3:1: the key 'threads' is there twice, first in line 2"));
  EXPECT_THAT(problems_of("models: ssd300.pt\nprofile:\n  runs: 1\n  runs: 1\n"),
              ElementsAre("4:3: the key 'runs' is there twice, first in line 3"));
}

TEST_F(PlanYaml, HasTextsForKeys) {
  EXPECT_THAT(problems_of("models: ssd300.pt\n? [a]\n: 1\n"), ElementsAre("2:3: a key is a text"));
  EXPECT_THAT(problems_of("models: ssd300.pt\n~: 1\n"), ElementsAre("2:1: a key is a text"));
}

TEST_F(PlanYaml, HasNoTagsAndNoNul) {
  EXPECT_THAT(problems_of("models: !file ssd300.pt\n"),
              ElementsAre("1:9: the tag '!file' has no meaning here"));
  EXPECT_THAT(problems_of("models: ssd300.pt\nprofile: !a {runs: 1}\n"),
              ElementsAre("2:10: the tag '!a' has no meaning here"));
  EXPECT_THAT(problems_of("models: ssd300.pt\ninputs: \"a\\0b\"\n"),
              ElementsAre("2:9: the text has a NUL in it"));
}

TEST_F(PlanYaml, IsOneDocument) {
  EXPECT_THAT(problems_of("---\nmodels: ssd300.pt\n...\n"), IsEmpty());
  EXPECT_THAT(problems_of("models: ssd300.pt\n---\nmodels: bert.pt\n"),
              ElementsAre(HasSubstr(": a second document begins here, and a plan is one")));
}

TEST_F(PlanYaml, FollowsAliases) {
  const Plan plan = plan_of(
      "models:\n  - {file: ssd300.pt, threads: &few [1, 2]}\n"
      "  - {file: bert.pt, threads: *few}\n");
  EXPECT_THAT(plan.cases, SizeIs(4));
}

TEST_F(PlanYaml, IsNoBombOfAliases) {
  std::string bomb = "a: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
  for (int i = 1; i < 40; ++i) {
    const std::string last = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + last;
    for (int k = 1; k < 10; ++k) bomb += "," + last;
    bomb += "]\n";
  }
  EXPECT_THAT(problems_of(bomb),
              ElementsAre("6:38: the file holds more than 1,000,000 values, aliases followed"));
  EXPECT_THAT(problems_of("models: &a [*a]\n"),
              ElementsAre("1:13: an alias stands within what it stands for"));
}

TEST_F(PlanYaml, IsNoDeeperThanAHundredLevels) {
  const std::string why = ": is nested deeper than 100 levels";
  EXPECT_THAT(problems_of("models: " + std::string(200, '[')), ElementsAre(HasSubstr(why)));
  EXPECT_THAT(problems_of("a: &a " + std::string(60, '[') + std::string(60, ']') +
                          "\nmodels: " + std::string(60, '[') + "*a" + std::string(60, ']') + "\n"),
              ElementsAre("2:69" + why));
  EXPECT_THAT(problems_of("a: " + std::string(98, '[') + std::string(98, ']') + "\n"),
              ElementsAre(HasSubstr("'models' is missing"), HasSubstr("unknown key 'a'")));
}

TEST_F(PlanYaml, HoldsAMillionValuesAtMost) {
  std::string list;
  for (int i = 0; i < 1'000'000; ++i) list += "1,";
  EXPECT_THAT(problems_of("models: [" + list + "]\n"),
              ElementsAre(HasSubstr(": the file holds more than 1,000,000 values")));
}

}  // namespace
}  // namespace hookstat::sweep::testing
