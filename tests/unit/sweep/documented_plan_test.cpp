#include <gmock/gmock.h>

#include <filesystem>
#include <sstream>

#include "unit/sweep/plan_folder.h"

namespace hookstat::sweep::testing {
namespace {

using ::testing::ElementsAre;

class DocumentedPlan : public PlanFolder {
 protected:
  DocumentedPlan() { write("resnet50.pt", "something"); }

  /// What stands between the line that begins the first such block and the one that ends it.
  static std::string block(const std::string& begin) {
    std::ifstream file(std::string(HOOKSTAT_GOLDEN_DIR) + "/../../docs/sweep.md");
    std::ostringstream page;
    page << file.rdbuf();
    const std::string text = page.str();
    const std::size_t from = text.find("\n" + begin + "\n");
    if (from == std::string::npos) return {};
    const std::size_t start = from + begin.size() + 2;
    return text.substr(start, text.find("\n```", start) + 1 - start);
  }
};

/// The one of the section on plans.
const std::string kFirstLine = "models:";

TEST_F(DocumentedPlan, IsAlsoTheOneOfTheExample) {
  std::filesystem::create_directory(path_of("torchscript_models"));
  write("torchscript_models/resnet50.pt", "something");
  const std::string first = "models: torchscript_models/resnet50.pt";
  EXPECT_THAT(ids_of(first + "\n" + block("```yaml\n" + first)),
              ElementsAre("resnet50-b1-t1", "resnet50-b1-t2", "resnet50-b2-t1", "resnet50-b2-t2",
                          "resnet50-b4-t1", "resnet50-b4-t2", "resnet50-b8-t1", "resnet50-b8-t2"));
}

TEST_F(DocumentedPlan, MakesTheCasesThatThePageSays) {
  const Plan plan = plan_of(kFirstLine + "\n" + block("```yaml\n" + kFirstLine));
  ASSERT_EQ(plan.cases.size(), 15U);
  EXPECT_EQ(plan.excluded, 9U);
  EXPECT_EQ(plan.cases.front().id, "resnet50-b1-r224-t1-float32");
  const Case& last = plan.cases.back();
  EXPECT_EQ(last.id, "bert-b8-t2-bfloat16");
  EXPECT_EQ(last.timeout_s, 600);
  EXPECT_THAT(
      last.profile_arguments,
      ElementsAre(path_of("bert.pt"), "--input=ids=8x128:int64[0,30000]", "--input=mask=8x128:bool",
                  "--threads=2", "--dtype=bfloat16", "--runs=50", "--memory"));
}

TEST_F(DocumentedPlan, MergesMapsAsThePageSays) {
  const std::string first = "x-small: &small {threads: [1, 2], profile: {runs: 20}}";
  EXPECT_THAT(ids_of(first + "\n" + block("```yaml\n" + first)),
              ElementsAre("resnet50-t1", "resnet50-t2"));
}

TEST_F(DocumentedPlan, HasTheProblemsThatThePageSays) {
  std::string text = kFirstLine + "\n" + block("```yaml\n" + kFirstLine);
  text.replace(text.find("bert.pt"), 7, "brt.pt");
  text.replace(text.find("threads:"), 8, "thread:");
  std::string told;
  for (const std::string& problem : problems_of(text)) told += "plan.yaml:" + problem + "\n";
  EXPECT_EQ(told, block("```text"));
}

}  // namespace
}  // namespace hookstat::sweep::testing
