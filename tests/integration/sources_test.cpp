// --sources: time, calls and FLOPs by line of code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "hookstat/profile.h"
#include "integration/models.h"

namespace hookstat::testing {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::EndsWith;
using ::testing::Field;
using ::testing::Gt;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Optional;
using ::testing::StartsWith;

ProfileOptions with_sources() {
  ProfileOptions options = quick();
  options.sources = true;
  return options;
}

const SourceReport& line_with(const Report& report, const std::string& text) {
  const auto found = std::ranges::find_if(*report.sources, [&](const SourceReport& row) {
    return row.text.find(text) != std::string::npos;
  });
  if (found == report.sources->end()) throw std::out_of_range("no line has " + text);
  return *found;
}

/// Models with blocks, branches, receivers chosen at run time and recurrent layers.
struct Case {
  const char* model;
  const char* input;
};

class Sources : public ::testing::TestWithParam<Case> {
 protected:
  Report report = profile_model(GetParam().model, {GetParam().input}, with_sources());
};

INSTANTIATE_TEST_SUITE_P(Models, Sources,
                         ::testing::Values(Case{"plain", "1x3x16x16"},
                                           Case{"plain_traced", "1x3x16x16"},
                                           Case{"layer_lstm", "5x3x11"},
                                           Case{"layer_transformer", "5x3x16"}),
                         [](const auto& tested) { return std::string(tested.param.model); });

TEST_P(Sources, AddUpToTheOperators) {
  ASSERT_TRUE(report.sources);
  ASSERT_TRUE(report.operator_timing) << "lines are timed by their operators";
  EXPECT_TRUE(report.settings.sources);
  EXPECT_TRUE(report.settings.operators);
  double time_ns = 0;
  double percent = 0;
  std::int64_t flops = 0;
  std::int64_t calls = 0;
  for (const SourceReport& row : *report.sources) {
    time_ns += row.time_ns.value();
    percent += row.time_percent.value();
    flops += row.flops;
    calls += row.calls;
  }
  std::int64_t operator_calls = 0;
  for (const OperatorReport& op : report.operators) {
    if (op.cost != Cost{} || op.state != PriceState::kFree) operator_calls += op.calls;
  }
  const OperatorTiming& timing = *report.operator_timing;
  EXPECT_NEAR(time_ns, timing.operators_ns, 1e-6 * timing.operators_ns);
  EXPECT_NEAR(percent, 100 * time_ns / (timing.operators_ns + timing.between_ns), 1e-6);
  EXPECT_EQ(flops, report.totals.cost.flops);
  EXPECT_GE(calls, operator_calls) << "and those that cost nothing";
}

TEST_P(Sources, HaveALineForEachOperator) {
  EXPECT_THAT(*report.sources, Each(Field(&SourceReport::file, EndsWith(".py"))));
  EXPECT_THAT(*report.sources, Each(Field(&SourceReport::line, Gt(0))));
  EXPECT_THAT(*report.sources, Each(Field(&SourceReport::scope, "")));
}

TEST_P(Sources, HaveTheLongestFirst) {
  EXPECT_TRUE(std::ranges::is_sorted(*report.sources, std::ranges::greater(),
                                     [](const auto& row) { return row.time_ns.value(); }));
}

TEST(SourcesOfSsd300, AreTheLinesOfItsOwnScript) {
  for (const bool traced : {false, true}) {
    const Report report =
        profile_model(traced ? "ssd300_traced" : "ssd300", {"1x3x300x300"}, with_sources());
    EXPECT_THAT(*report.sources, Each(Field(&SourceReport::file, EndsWith("/ssd300.py"))));
    EXPECT_THAT(*report.sources, Each(Field(&SourceReport::function, "forward")));
    if (traced) continue;
    // Convolutions, ReLUs and pools of the backbone are all called from one line.
    const SourceReport& backbone = line_with(report, "x = layer(x)");
    EXPECT_EQ(backbone.calls, 15 + 15 + 5);
    EXPECT_GT(backbone.time_percent.value(), 50);
    // F.relu's first argument is a call, which debug files cannot tell apart.
    EXPECT_EQ(line_with(report, "F.relu(layer(x), inplace=True)").calls, 8 + 8);
    EXPECT_EQ(line_with(report, "norm = torch.sqrt(").function, "forward");
    EXPECT_EQ(line_with(report, "norm = torch.sqrt(").flops, 1'481'544);
  }
}

TEST(SourcesOfSsd300, AreToldApartByFormerModulesOnceFrozen) {
  torch::jit::Module module = load("ssd300");
  ModelChanges changes;
  changes.freeze = true;
  change_model(module, changes, "forward");
  const Report report = profile(module, inputs_for(module, {"1x3x300x300"}), with_sources());
  std::int64_t convolutions = 0;
  for (const SourceReport& row : *report.sources) {
    if (row.scope.empty()) continue;
    ++convolutions;
    EXPECT_GT(row.time_ns.value(), 0) << row.scope;
    EXPECT_GT(row.flops, 0) << row.scope;
  }
  EXPECT_EQ(convolutions, 35 + 1) << "and L2Norm's scale";
  const auto is_first = [](const SourceReport& row) { return row.scope == "vgg.0"; };
  const auto first = std::ranges::find_if(*report.sources, is_first);
  ASSERT_NE(first, report.sources->end());
  EXPECT_EQ(first->text, "x = layer(x)");
  EXPECT_EQ(first->flops, 2 * 64 * 300 * 300 * 27);
}

TEST(SourcesWithoutDebugFiles, AreTheArchivesOwnCode) {
  const Report report = profile_model("plain_without_debug_files", {"1x3x16x16"}, with_sources());
  EXPECT_THAT(*report.sources, Each(Field(&SourceReport::file, StartsWith("code/__torch__"))));
  EXPECT_THAT(*report.sources, Contains(Field(&SourceReport::text, HasSubstr("(conv2).forward("))));
}

TEST(SourcesNotAskedFor, AreNotThere) {
  ProfileOptions options = quick();
  options.operators = true;
  EXPECT_FALSE(profile_model("plain", {"1x3x16x16"}, options).sources);
}

}  // namespace
}  // namespace hookstat::testing
