// Names, calls, parents and times of a plain model.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <numeric>

#include "hooks/hooked_model.h"
#include "integration/models.h"
#include "model/module_tree.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

std::vector<std::string> paths_of(const Report& report) {
  std::vector<std::string> paths;
  for (const ModuleReport& module : report.modules) paths.push_back(module.path);
  return paths;
}

std::map<std::string, std::int64_t> calls_of(const Report& report) {
  std::map<std::string, std::int64_t> calls;
  for (const ModuleReport& module : report.modules) calls[module.path] = module.calls;
  return calls;
}

double exclusive_below(const Report& report, const std::string& path) {
  double sum = 0;
  for (const ModuleReport& module : report.modules) {
    if (path.empty() || module.path == path || module.path.starts_with(path + ".")) {
      sum += module.time_ns.exclusive.mean;
    }
  }
  return sum;
}

class PlainModel : public ::testing::TestWithParam<const char*> {
 protected:
  Report report = profile_model(GetParam(), {"1x3x16x16"});
};

INSTANTIATE_TEST_SUITE_P(ScriptedAndTraced, PlainModel, ::testing::Values("plain", "plain_traced"),
                         [](const auto& tested) { return std::string(tested.param); });

TEST_P(PlainModel, ListsItsModulesInRegistrationOrder) {
  EXPECT_THAT(
      paths_of(report),
      ElementsAre("", "act", "stem", "stem.0", "stem.1", "stem.1.0", "stem.1.1", "blocks",
                  "blocks.0", "blocks.0.conv1", "blocks.0.act", "blocks.0.conv2", "blocks.1",
                  "blocks.1.conv1", "blocks.1.act", "blocks.1.conv2", "head", "unused"));
}

TEST_P(PlainModel, CountsEachCallAtThePathThatWasCalled) {
  auto calls = calls_of(report);
  EXPECT_EQ(calls[""], 1);
  EXPECT_EQ(calls["act"], 4);
  EXPECT_EQ(calls["stem"], 1);
  EXPECT_EQ(calls["stem.1.1"], 1);
  EXPECT_EQ(calls["blocks"], 0);
  EXPECT_EQ(calls["blocks.0"], 1);
  EXPECT_EQ(calls["blocks.1.conv2"], 1);
  EXPECT_EQ(calls["unused"], 0);
}

TEST_P(PlainModel, NamesClassesAndParents) {
  const ModuleReport& inner = module_at(report, "stem.1.0");
  EXPECT_EQ(inner.class_name, "BatchNorm2d");
  EXPECT_EQ(inner.depth, 3);
  EXPECT_TRUE(inner.leaf);
  EXPECT_EQ(report.modules[static_cast<std::size_t>(*inner.parent)].path, "stem.1");
  EXPECT_EQ(module_at(report, "blocks").class_name, "ModuleList");
  EXPECT_EQ(module_at(report, "blocks.1").class_name, "Block");
  EXPECT_FALSE(module_at(report, "blocks.1").leaf);
  EXPECT_FALSE(module_at(report, "").parent);
}

TEST_P(PlainModel, RecordsShapesOfTheLastCall) {
  EXPECT_EQ(module_at(report, "stem.0").inputs.front().shape, (Shape{1, 3, 16, 16}));
  EXPECT_EQ(module_at(report, "stem.0").outputs.front().shape, (Shape{1, 4, 14, 14}));
  EXPECT_EQ(module_at(report, "head").outputs.front().shape, (Shape{1, 10}));
  EXPECT_TRUE(module_at(report, "unused").inputs.empty());
  const ModuleReport& act = module_at(report, "act");
  ASSERT_EQ(act.call_shapes.size(), 1U);
  EXPECT_EQ(act.call_shapes.front().count, 4);
}

TEST_P(PlainModel, ExclusiveTimesAddUpToTheInclusiveOne) {
  for (const char* path : {"", "stem", "blocks.0"}) {
    const double inclusive = module_at(report, path).time_ns.inclusive.mean;
    EXPECT_NEAR(exclusive_below(report, path), inclusive, 1e-6 * inclusive) << path;
  }
}

TEST_P(PlainModel, TimePercentsAddUpToAHundred) {
  const double sum = std::accumulate(
      report.modules.begin(), report.modules.end(), 0.0,
      [](double s, const ModuleReport& m) { return s + m.time_percent.value_or(0); });
  EXPECT_NEAR(sum, 100.0, 1e-9);
}

TEST_P(PlainModel, OwnsItsFunctionalCode) {
  // x + block(x) twice, and mean: 2 x 4 x 14 x 14 additions, and 4 x 14 x 14 in the mean.
  EXPECT_EQ(module_at(report, "").exclusive_cost.cost.flops, 3 * 4 * 14 * 14);
  EXPECT_GT(module_at(report, "").time_ns.exclusive.mean, 0);
}

TEST_P(PlainModel, PricesTheTwoInstancesOfAClassAlike) {
  const std::int64_t macs = 4 * 14 * 14 * (4 * 3 * 3);
  for (const char* path :
       {"blocks.0.conv1", "blocks.0.conv2", "blocks.1.conv1", "blocks.1.conv2"}) {
    EXPECT_EQ(module_at(report, path).exclusive_cost.cost.macs, macs) << path;
  }
  EXPECT_EQ(module_at(report, "blocks.0").inclusive_cost.cost.macs, 2 * macs);
  EXPECT_EQ(module_at(report, "act").exclusive_cost.cost.flops, 4 * 4 * 14 * 14);
}

TEST(PlainModelCalls, CountTheMethodsByName) {
  const Report report = profile_model("plain", {"1x3x16x16"});
  EXPECT_THAT(module_at(report, "act").methods, ElementsAre(Pair("forward", 4)));
}

std::size_t count_in(const std::string& text, const std::string& word) {
  std::size_t count = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

TEST(Marks, OfNeighboursAreOneUnlessTheyReadValues) {
  const torch::jit::Module module = load("plain");
  const ModuleTree tree(module);
  const HookedModel timed(module, tree, "forward", {});
  const std::string text = timed.graph_text();
  EXPECT_GT(count_in(text, "hookstat::cross"), 0U);
  EXPECT_EQ(count_in(text, "hookstat::mark") + 2 * count_in(text, "hookstat::cross"),
            2 * (timed.site_count() - 1));
  const HookedModel seen(module, tree, "forward", {Instrumentation::kValues, false});
  EXPECT_EQ(count_in(seen.graph_text(), "hookstat::cross"), 0U);
  EXPECT_EQ(count_in(seen.graph_text(), "hookstat::value_mark"), 2 * (seen.site_count() - 1));
}

TEST(SharedModel, OfABatchHasTheSameTree) {
  const Report one = profile_model("plain", {"1x3x16x16"});
  const Report four = profile_model("plain", {"4x3x16x16"});
  EXPECT_EQ(paths_of(one), paths_of(four));
  EXPECT_EQ(calls_of(one), calls_of(four));
  EXPECT_EQ(4 * one.totals.cost.macs, four.totals.cost.macs);
}

}  // namespace
}  // namespace hookstat::testing
