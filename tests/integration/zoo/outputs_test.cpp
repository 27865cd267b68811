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

constexpr int kCalls = 4;
constexpr double kRounding = 1e-5;  // fused groups are others with hooks; float32

class ZooOutputs : public ZooTest {
 protected:
  /// Calls one instance of the model without and another with hooks, so that each keeps its own
  /// state and both are equally warm. The models are loaded in the mode they run in.
  void expect_equal(Instrumentation instrumentation, double tolerance) {
    ZooModel plain = load_zoo_model(GetParam());
    const ZooModel other = load_zoo_model(GetParam());
    const HookedModel hooked(other.module, ModuleTree(other.module), other.expected.method,
                             {instrumentation, false});
    RunRecorder recorder;
    for (int run = 0; run < kCalls; ++run) {
      const c10::IValue expected = run_plain(plain);
      EXPECT_EQ(difference(expected, run_hooked(hooked, other, recorder), tolerance), "")
          << "run " << run;
    }
    if (tolerance > 0) return;
    EXPECT_EQ(state_difference(plain.module, other.module), "");
  }
};

INSTANTIATE_TEST_SUITE_P(All, ZooOutputs, all_zoo_names(), zoo_test_name);

TEST_P(ZooOutputs, AreBitEqualInInferenceMode) {
  const c10::InferenceMode inference;
  expect_equal(Instrumentation::kTime, 0);
  expect_equal(Instrumentation::kValues, 0);
}

TEST_P(ZooOutputs, AreBitEqualWithoutGradients) {
  const at::NoGradGuard no_grad;
  expect_equal(Instrumentation::kTime, 0);
  expect_equal(Instrumentation::kValues, 0);
}

TEST_P(ZooOutputs, AreEqualWithinRoundingWithGradients) {
  if (!model.expected.gradients_differ.empty()) return;  // the list is checked below
  expect_equal(Instrumentation::kTime, kRounding);
  expect_equal(Instrumentation::kValues, kRounding);
}

TEST(ZooExceptions, AreTheModelsThatDrawRandomNumbersInTraining) {
  std::vector<std::string> excepted;
  for (const std::string& name : zoo_names()) {
    if (!read_expectation(name).gradients_differ.empty()) excepted.push_back(name);
  }
  EXPECT_THAT(excepted, ElementsAre("dropout_in_training", "random_order"));
}

}  // namespace
}  // namespace hookstat::testing
