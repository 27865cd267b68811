// Hooks change nothing of what a model computes, nor of the state it leaves.
#include <ATen/core/grad_mode.h>
#include <c10/core/InferenceMode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "integration/zoo/values.h"
#include "integration/zoo/zoo.h"
#include "model/module_tree.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

constexpr int kCalls = 4;
constexpr double kRounding = 1e-5;  // fused groups are others with hooks; float32

class ZooOutputs : public ::testing::TestWithParam<std::string> {
 protected:
  /// Zero, except where the executor regroups arithmetic otherwise with hooks.
  static double tolerance_without_gradients() {
    return read_expectation(GetParam()).regrouped.empty() ? 0 : kRounding;
  }

  /// Calls one instance of the model without hooks and one with each kind of hooks, so that each
  /// keeps its own state and all are equally warm. The models are loaded in the mode they run in.
  static void expect_equal(double tolerance) {
    ZooModel plain = load_zoo_model(GetParam());
    std::vector<c10::IValue> expected;
    for (int run = 0; run < kCalls; ++run) expected.push_back(run_plain(plain).deepcopy());
    for (const auto instrumentation :
         {Instrumentation::kTime, Instrumentation::kValues, Instrumentation::kOperators}) {
      const ZooModel other = load_zoo_model(GetParam());
      HookedModel hooked(other.module, ModuleTree(other.module), other.expected.method,
                         {instrumentation, false});
      RunRecorder recorder;
      for (std::size_t run = 0; run < kCalls; ++run) {
        const bool is_optimised = run == 2;
        if (is_optimised && instrumentation == Instrumentation::kOperators) hooked.mark_operators();
        const c10::IValue result = run_hooked(hooked, other, recorder);
        EXPECT_EQ(difference(expected[run], result, tolerance), "") << "run " << run;
      }
      if (tolerance > 0) continue;
      EXPECT_EQ(state_difference(plain.module, other.module), "");
    }
  }
};

INSTANTIATE_TEST_SUITE_P(All, ZooOutputs, all_zoo_names(), zoo_test_name);

TEST_P(ZooOutputs, AreBitEqualInInferenceMode) {
  const c10::InferenceMode inference;
  expect_equal(tolerance_without_gradients());
}

TEST_P(ZooOutputs, AreBitEqualWithoutGradients) {
  const at::NoGradGuard no_grad;
  expect_equal(tolerance_without_gradients());
}

TEST_P(ZooOutputs, AreEqualWithinRoundingWithGradients) {
  if (!read_expectation(GetParam()).gradients_differ.empty()) return;  // the list is checked below
  expect_equal(kRounding);
}

TEST(ZooExceptions, AreTheModelsThatDrawRandomNumbersInTraining) {
  std::vector<std::string> excepted;
  for (const std::string& name : zoo_names()) {
    if (!read_expectation(name).gradients_differ.empty()) excepted.push_back(name);
  }
  EXPECT_THAT(excepted, ElementsAre("dropout_in_training"));
}

TEST(ZooExceptions, AreTheModelsWhoseProductsAreMerged) {
  std::vector<std::string> excepted;
  for (const std::string& name : zoo_names()) {
    if (!read_expectation(name).regrouped.empty()) excepted.push_back(name);
  }
  EXPECT_THAT(excepted, UnorderedElementsAre("sum_of_products", "chain_of_products"));
}

}  // namespace
}  // namespace hookstat::testing
