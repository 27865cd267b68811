#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "hookstat/inspection_writers.h"

namespace hookstat {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ModelInspection sample() {
  ModelInspection inspection;
  inspection.path = "model.pt";
  inspection.loaded = true;
  inspection.modules.resize(2);
  inspection.modules[0].class_name = "Net";
  inspection.modules[1].path = "fc";
  inspection.modules[1].class_name = "Linear";
  inspection.modules[1].depth = 1;
  inspection.methods = {{"forward", {{"x", "Tensor", std::nullopt}, {"n", "int", "3"}}, "Tensor"}};
  inspection.method = "forward";
  inspection.operators = {{"aten::linear", 2, false}, {"my::op", 1, true}};
  inspection.inputs = {{"x", "1x8", "first used by fc, a Linear of 8 input features", true},
                       {"n", "", "may be left out: it has a default", false}};
  return inspection;
}

std::string text_of(const ModelInspection& inspection, int width = 80) {
  return inspection_text(inspection, {width, false, -1});
}

TEST(InspectionText, ShowsSignaturesInputsAndCustomOperators) {
  const std::string text = text_of(sample());
  EXPECT_THAT(text, HasSubstr("  forward(x: Tensor, n: int = 3) -> Tensor\n"));
  EXPECT_THAT(text, HasSubstr("  --input x=1x8\n      x: first used by fc, a Linear of 8"));
  EXPECT_THAT(text, HasSubstr("  n: may be left out: it has a default\n"));
  EXPECT_THAT(text, HasSubstr("aten::linear x 2, my::op x 1 (custom)"));
}

TEST(InspectionText, NamesNoArgumentWhereThereIsOnlyOne) {
  ModelInspection inspection = sample();
  inspection.inputs.pop_back();
  EXPECT_THAT(text_of(inspection), HasSubstr("  --input 1x8\n"));
}

TEST(InspectionText, WritesControlCharactersOfHostileNamesOut) {
  ModelInspection inspection = sample();
  inspection.path = "a\nb.pt";
  inspection.modules[1].path = "evil\033[2J\n";
  inspection.modules[1].class_name = "\xff";
  inspection.methods[0].name = "for\rward";
  inspection.methods[0].arguments[0].name = "\nx";
  inspection.inputs[0].argument = "\nx";
  inspection.inputs[0].reason = "of\nan argument";
  inspection.operators[0].name = "a\tb";
  const std::string text = text_of(inspection);
  EXPECT_THAT(text, Not(HasSubstr("\033")));
  EXPECT_THAT(text, Not(HasSubstr("\r")));
  EXPECT_THAT(text, Not(HasSubstr("\t")));
  EXPECT_THAT(text, Not(HasSubstr("\xff")));
  EXPECT_THAT(text, HasSubstr("a\\nb.pt"));
}

TEST(InspectionText, BreaksLongListsAtTheWidth) {
  ModelInspection inspection = sample();
  for (int i = 0; i < 40; ++i) inspection.operators.push_back({"aten::some_operator", i, false});
  std::istringstream lines(text_of(inspection, 60));
  for (std::string line; std::getline(lines, line);) {
    EXPECT_TRUE(line.starts_with("Operators") || line.size() <= 60) << line;
  }
}

TEST(InspectionText, ListsWhatIsMissingAndNothingThatIsUnknown) {
  ModelInspection inspection;
  inspection.path = "model.pt";
  inspection.missing_operators = {"my::op"};
  inspection.missing_classes = {"my.Vocabulary"};
  inspection.code_classes = {"Net"};
  const std::string text = text_of(inspection);
  EXPECT_THAT(text, HasSubstr("  operators my::op\n  classes   my.Vocabulary\n"));
  EXPECT_THAT(text, HasSubstr("  classes   Net\n"));
  EXPECT_THAT(text, Not(HasSubstr("Methods")));
}

TEST(InspectionJson, HasNullForWhatIsNotKnown) {
  const auto document = nlohmann::json::parse(inspection_json(ModelInspection{}));
  EXPECT_TRUE(document["frozen"].is_null());
  EXPECT_TRUE(document["parameters"].is_null());
  EXPECT_TRUE(document["method"].is_null());
  EXPECT_TRUE(document["archive"]["format_version"].is_null());
}

TEST(InspectionJson, IsValidWhateverBytesTheNamesHold) {
  ModelInspection inspection = sample();
  inspection.modules[1].path = "\xff\"\n";
  const auto document = nlohmann::json::parse(inspection_json(inspection));
  EXPECT_EQ(document["modules"][1]["path"], "\xef\xbf\xbd\"\n");
}

}  // namespace
}  // namespace hookstat
