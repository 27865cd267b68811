#include <gmock/gmock.h>

#include "unit/sweep/plan_folder.h"

namespace hookstat::sweep::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using PlanQuotes = PlanFolder;

TEST_F(PlanQuotes, WithoutAnEndAreToldWhereTheyBegin) {
  EXPECT_THAT(problems_of("models: ssd300.pt\ninputs: \"{batch}x3x32x32\nbatch: [1, 2]\n"),
              ElementsAre("2:9: the quote has no end"));
  EXPECT_THAT(problems_of("models: ssd300.pt\ninputs: '1x3\n"),
              ElementsAre("2:9: the quote has no end"));
  EXPECT_THAT(problems_of("models: ssd300.pt\ninputs: \"1x3\ndevice: cpu"),
              ElementsAre("2:9: the quote has no end"));
  EXPECT_THAT(problems_of("models: ssd300.pt\ninputs: \""),
              ElementsAre("2:9: the quote has no end"));
  EXPECT_THAT(problems_of("\"models: ssd300.pt\nthreads: 1\n"),
              ElementsAre("1:1: the quote has no end"));
}

TEST_F(PlanQuotes, WithoutAnEndAreFoundWithinListsAndMapsAndKeys) {
  EXPECT_THAT(problems_of("models: ['ssd300.pt', \"bert.pt]\nthreads: 1\n"),
              ElementsAre("1:23: the quote has no end"));
  EXPECT_THAT(problems_of("models: {file: 'ssd300.pt}\n"),
              ElementsAre("1:16: the quote has no end"));
  EXPECT_THAT(problems_of("models: {'file: ssd300.pt}"), ElementsAre("1:10: the quote has no end"));
  EXPECT_THAT(problems_of("models:\n  - ssd300.pt\n  - \"bert.pt\n"),
              ElementsAre("3:5: the quote has no end"));
  EXPECT_THAT(problems_of("models: ssd300.pt\n'threads: 1\n"),
              ElementsAre("2:1: the quote has no end"));
  EXPECT_THAT(problems_of("models: ssd300.pt\ninputs: \"1x3\n---\nthreads: 1\n"),
              ElementsAre("2:9: the quote has no end"));
}

TEST_F(PlanQuotes, WithoutAnEndAreFoundBehindAnchorsAndTags) {
  EXPECT_THAT(problems_of("models: &m 'ssd300.pt\nthreads: 1\n"),
              ElementsAre("1:12: the quote has no end"));
  EXPECT_THAT(problems_of("models: &m # it's here\n\n   'ssd300.pt\nthreads: 1\n"),
              ElementsAre("3:4: the quote has no end"));
}

TEST_F(PlanQuotes, AreCountedAsTheFileHasThem) {
  EXPECT_THAT(problems_of("\xEF\xBB\xBF"
                          "models: \"ssd300.pt\n"),
              ElementsAre("1:9: the quote has no end"));
  EXPECT_THAT(problems_of("\xEF\xBB\xBF"
                          "models: ssd300.pt\ninputs: \"1x3"),
              ElementsAre("2:9: the quote has no end"));
  EXPECT_THAT(problems_of("models: ssd300.pt\r\n\r\ninputs: \"1x3\r\nbatch: 1\r\n"),
              ElementsAre("3:9: the quote has no end"));
  EXPECT_THAT(problems_of("models: 'ssd300.pt' # é\ninputs: '1x3\n"),
              ElementsAre("2:9: the quote has no end"));
}

TEST_F(PlanQuotes, HaveAnEndBehindWhatOnlyLooksLikeOne) {
  const auto inputs = [this](const std::string& text) {
    const auto all = plan_of("models: ssd300.pt\ninputs: " + text).cases;
    return all.empty() ? std::vector<std::string>{} : all[0].inputs;
  };
  EXPECT_THAT(inputs("\"a\\\"b\\\\\"\n"), ElementsAre("a\"b\\"));
  EXPECT_THAT(inputs("'it''s'\n"), ElementsAre("it's"));
  EXPECT_THAT(inputs("'a\\'\n"), ElementsAre("a\\"));
  EXPECT_THAT(inputs("\"it's\"\n"), ElementsAre("it's"));
}

TEST_F(PlanQuotes, HaveNoEndBehindWhatOnlyLooksLikeOne) {
  EXPECT_THAT(problems_of("models: ssd300.pt\ninputs: \"a\\\"\n"),
              ElementsAre("2:9: the quote has no end"));
  EXPECT_THAT(problems_of("models: ssd300.pt\ninputs: 'it''\n"),
              ElementsAre("2:9: the quote has no end"));
}

TEST_F(PlanQuotes, ThatDoNotBeginATextNeedNoEnd) {
  EXPECT_THAT(plan_of("models: ssd300.pt\ninputs: |-\n  \"1x3\n").cases.at(0).inputs,
              ElementsAre("\"1x3"));
  EXPECT_THAT(plan_of("models: ssd300.pt\ninputs: >-\n  'a\n  b\n").cases.at(0).inputs,
              ElementsAre("'a b"));
  EXPECT_THAT(plan_of("models: ssd300.pt\ninputs: a\"b  # it's\n").cases.at(0).inputs,
              ElementsAre("a\"b"));
}

TEST_F(PlanQuotes, MayGoOnInLinesThatAreIndented) {
  EXPECT_THAT(plan_of("models: ssd300.pt\ninputs: \"a\n\n  b\n c\"\n").cases.at(0).inputs,
              ElementsAre("a\nb c"));
}

TEST_F(PlanQuotes, ThatRunIntoTheNextAreToldWhereTheyBegin) {
  EXPECT_THAT(problems_of("models: ssd300.pt\ninputs: \"1x3x32\ndevice: \"cpu\"\n"),
              ElementsAre("2:9: the quote has no end before the next key or item"));
  EXPECT_THAT(problems_of("models:\n  - file: 'ssd300.pt\n    name: 'a'\n"),
              ElementsAre("2:11: the quote has no end before the next key or item"));
  EXPECT_THAT(problems_of("models:\n- \"ssd300.pt\n- \"bert.pt\"\n"),
              ElementsAre("2:3: the quote has no end before the next key or item"));
  EXPECT_THAT(problems_of("models: [ssd300.pt]\ninputs: \"a\n  b\"\nthreads: [1\n"),
              ElementsAre(HasSubstr("is not YAML")));
}

}  // namespace
}  // namespace hookstat::sweep::testing
