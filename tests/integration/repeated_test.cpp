// One module profiled again and again: the same report, and nothing that grows.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/csrc/jit/runtime/operator.h>

#include "hookstat/error.h"
#include "hookstat/profile.h"
#include "integration/models.h"
#include "integration/resident_memory.h"

namespace hookstat::testing {
namespace {

ProfileOptions shortest() {
  ProfileOptions options;
  options.warmup = 2;
  options.runs = 1;
  options.threads = 1;
  return options;
}

/// All of a report but times.
std::string structure_of(const Report& report) {
  std::string text;
  for (const ModuleReport& module : report.modules) {
    text += module.path + " " + std::to_string(module.calls) + " " +
            std::to_string(module.inclusive_cost.cost.flops) + " " +
            std::to_string(module.exclusive_cost.cost.bytes_read) + "\n";
  }
  for (const OperatorReport& op : report.operators) {
    text += op.module + " " + op.name + " " + std::to_string(op.calls) + "\n";
  }
  for (const Note& note : report.warnings) text += note.code + "\n";
  return text;
}

class Repeated : public ::testing::TestWithParam<std::pair<const char*, const char*>> {};

INSTANTIATE_TEST_SUITE_P(Models, Repeated,
                         ::testing::Values(std::pair{"plain", "1x3x16x16"},
                                           std::pair{"chooses", "2x16"},
                                           std::pair{"forks", "2x16"}),
                         [](const auto& tested) { return std::string(tested.param.first); });

TEST_P(Repeated, AThousandTimesIsTheSameAndGrowsNothing) {
  torch::jit::Module module = load(GetParam().first);
  const ModelInputs inputs = inputs_for(module, {GetParam().second});
  const auto functions = module._ivalue()->compilation_unit()->get_functions().size();
  const auto operators = torch::jit::getAllOperators().size();
  const std::string first = structure_of(profile(module, inputs, shortest()));
  std::int64_t early = 0;
  constexpr int kProfiles = 1000;
  for (int i = 1; i < kProfiles; ++i) {
    const Report report = profile(module, inputs, shortest());
    // Allocators and caches have settled by then.
    if (i == kProfiles / 5) early = resident_bytes();
    ASSERT_EQ(structure_of(report), first) << "profile " << i;
  }
  // 1 KiB a profile would be a leak of one small object of a graph: every graph takes far more.
  EXPECT_LT(resident_bytes() - early, (kProfiles - kProfiles / 5) * 1024);
  EXPECT_EQ(module._ivalue()->compilation_unit()->get_functions().size(), functions);
  EXPECT_EQ(torch::jit::getAllOperators().size(), operators);
}

TEST(RepeatedAfterAFailure, TheNextProfileIsUnaffected) {
  torch::jit::Module module = load("plain");
  const ModelInputs good = inputs_for(module, {"1x3x16x16"});
  const std::string before = structure_of(profile(module, good, shortest()));
  const ModelInputs bad = inputs_for(module, {"1x4x16x16"});
  EXPECT_THROW(static_cast<void>(profile(module, bad, shortest())), ModelError);
  EXPECT_EQ(structure_of(profile(module, good, shortest())), before);
}

TEST(RepeatedAfterAFailure, TheModelCanBeSavedAndLoaded) {
  torch::jit::Module module = load("chooses");
  static_cast<void>(profile(module, inputs_for(module, {"2x16"}), shortest()));
  std::stringstream file;
  module.save(file);
  const torch::jit::Module again = torch::jit::load(file);
  EXPECT_EQ(again.get_method("forward").graph()->toString(false),
            load("chooses").get_method("forward").graph()->toString(false));
}

}  // namespace
}  // namespace hookstat::testing
