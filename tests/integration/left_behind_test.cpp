// After profiling nothing of the hooks is left, and nothing of the caller's is changed.
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/record_function.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/runtime/graph_executor.h>

#include <atomic>
#include <latch>
#include <set>

#include "hooks/hooked_model.h"
#include "hooks/operators.h"
#include "hookstat/error.h"
#include "hookstat/profile.h"
#include "integration/models.h"
#include "model/module_tree.h"
#include "record/task.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// All graphs the model's compilation unit holds: as written, and as the executor optimised them.
std::string all_graphs(const torch::jit::Module& module) {
  std::string text;
  for (auto* function : module._ivalue()->compilation_unit()->get_functions()) {
    auto* graph_function = torch::jit::tryToGraphFunction(*function);
    if (graph_function == nullptr) continue;
    text += function->qualname().qualifiedName() + graph_function->graph()->toString();
    text += graph_function->optimized_graph()->toString();
  }
  auto& forward = torch::jit::toGraphFunction(module.get_method("forward").function());
  const auto state = forward.get_executor().getDebugState();
  for (const auto& [spec, plan] : state.execution_plans) text += plan.graph->toString();
  return text;
}

std::set<std::string> function_names(const torch::jit::Module& module) {
  std::set<std::string> names;
  for (auto* function : module._ivalue()->compilation_unit()->get_functions()) {
    names.insert(function->qualname().qualifiedName());
  }
  return names;
}

struct Case {
  const char* model;
  std::vector<std::string> inputs;
};

class LeftBehind : public ::testing::TestWithParam<Case> {};

INSTANTIATE_TEST_SUITE_P(
    Models, LeftBehind,
    ::testing::Values(Case{"plain", {"1x3x16x16"}}, Case{"plain_traced", {"1x3x16x16"}},
                      Case{"two_inputs", {"2x8", "2x8:bool"}}, Case{"forks", {"2x16"}},
                      Case{"chooses", {"2x16"}}, Case{"saved_hooks", {"2x16"}},
                      Case{"many_helpers", {"2x4"}}, Case{"ssd300", {"1x3x300x300"}}),
    [](const auto& tested) { return std::string(tested.param.model); });

TEST_P(LeftBehind, TheModulesGraphsAreTheOnesItHad) {
  torch::jit::Module module = load(GetParam().model);
  const ModelInputs inputs = inputs_for(module, GetParam().inputs);
  const c10::InferenceMode inference;
  const std::string graph = module.get_method("forward").graph()->toString();
  const auto functions = function_names(module);
  static_cast<void>(profile(module, inputs, quick()));
  EXPECT_EQ(module.get_method("forward").graph()->toString(), graph);
  EXPECT_EQ(function_names(module), functions);
  EXPECT_THAT(all_graphs(module), Not(HasSubstr("hookstat::")));
}

TEST_P(LeftBehind, OutputsAreBitEqualWithAndWithoutHooks) {
  torch::jit::Module module = load(GetParam().model);
  const ModelInputs inputs = inputs_for(module, GetParam().inputs);
  const c10::InferenceMode inference;
  const ModuleTree tree(module);
  for (const auto instrumentation : {Instrumentation::kTime, Instrumentation::kValues}) {
    const HookedModel hooked(module, tree, "forward", {instrumentation, false});
    RunRecorder recorder;
    for (int run = 0; run < 4; ++run) {
      const c10::IValue plain = call_method(module, "forward", inputs);
      EXPECT_TRUE(same_bits(plain, hooked.run(recorder, inputs))) << "run " << run;
    }
  }
}

TEST(LeftBehindCallbacks, NoneIsRegisteredAfterAProfile) {
  ASSERT_FALSE(at::hasCallbacks());
  static_cast<void>(profile_model("plain", {"1x3x16x16"}));
  EXPECT_FALSE(at::hasCallbacks());
}

TEST(LeftBehindCallbacks, NoneIsRegisteredAfterAFailure) {
  EXPECT_THROW(static_cast<void>(profile_model("raises", {"2x3"})), ModelError);
  EXPECT_FALSE(at::hasCallbacks());
}

TEST(LeftBehindCallbacks, NoneIsRegisteredAfterAnInterruption) {
  ProfileOptions options = quick();
  int asked = 0;
  options.cancelled = [&] { return ++asked == 4; };
  EXPECT_THROW(static_cast<void>(profile_model("plain", {"1x3x16x16"}, options)), Interrupted);
  EXPECT_FALSE(at::hasCallbacks());
}

TEST(LeftBehindState, EverythingTheModelChangedIsPutBack) {
  torch::jit::Module module = load("mutates");
  const ModelInputs inputs = inputs_for(module, {"4x3"});
  const at::Tensor input = inputs.positional.front().toTensor();
  const at::Tensor input_before = input.clone();
  const at::Tensor running = module.attr("running").toTensor();
  const at::Tensor mean = module.attr("norm").toModule().attr("running_mean").toTensor();
  const at::Tensor mean_before = mean.clone();
  const auto counter = module.attr("counter").toObject();
  static_cast<void>(profile(module, inputs, quick()));
  EXPECT_TRUE(at::equal(input, input_before));
  EXPECT_TRUE(module.attr("running").toTensor().is_same(running));
  EXPECT_TRUE(at::equal(running, at::zeros({3})));
  EXPECT_TRUE(at::equal(mean, mean_before));
  EXPECT_EQ(module.attr("calls").toInt(), 0);
  EXPECT_EQ(module.attr("history").toIntVector(), std::vector<std::int64_t>{0});
  EXPECT_EQ(module.attr("table").toGenericDict().at("calls").toInt(), 0);
  EXPECT_EQ(module.attr("counter").toObject(), counter);
  EXPECT_EQ(counter->getAttr("count").toInt(), 0);
  EXPECT_TRUE(at::equal(counter->getAttr("seen").toTensor(), at::zeros({1})));
}

TEST(LeftBehindState, EveryCallSeesTheSameInputs) {
  torch::jit::Module module = load("mutates");
  const ModelInputs inputs = inputs_for(module, {"4x3"});
  ProfileOptions options = quick();
  const at::Tensor input = inputs.positional.front().toTensor();
  const at::Tensor before = input.clone();
  int unequal = 0;
  // Asked before each call, right before changed inputs are put back.
  options.cancelled = [&] {
    if (!at::equal(input, before) && !at::allclose(input, before * 1.5)) ++unequal;
    return false;
  };
  static_cast<void>(profile(module, inputs, options));
  EXPECT_EQ(unequal, 0);
}

TEST(LeftBehindState, TheCallersRandomNumbersGoOn) {
  torch::jit::Module module = load("mutates");
  const ModelInputs inputs = inputs_for(module, {"4x3"});
  at::manual_seed(7);
  const at::Tensor expected = at::rand({4});
  at::manual_seed(7);
  static_cast<void>(profile(module, inputs, quick()));
  EXPECT_TRUE(at::equal(at::rand({4}), expected));
}

TEST(LeftBehindState, TheNumberOfThreadsIsPutBack) {
  const int before = at::get_num_threads();
  ProfileOptions options = quick();
  options.threads = 1;
  const Report report = profile_model("plain", {"1x3x16x16"}, options);
  EXPECT_EQ(report.environment.threads, 1);
  EXPECT_EQ(at::get_num_threads(), before);
}

/// How many of the threads that run forked bodies have a task: each is kept until all have told.
int threads_with_a_task() {
  const auto threads = static_cast<int>(at::get_num_interop_threads());
  std::latch told(threads);
  std::latch done(threads);
  std::atomic<int> with_a_task = 0;
  for (int i = 0; i < threads; ++i) {
    at::launch([&] {
      if (current_task() != nullptr) ++with_a_task;
      told.arrive_and_wait();
      done.count_down();
    });
  }
  done.wait();
  return with_a_task;
}

TEST(LeftBehindTasks, AreOnNoThreadWhereAForkWaited) {
  torch::jit::Module module = load("forks_at_once");
  const ModelInputs inputs = inputs_for(module, {"3x8"});
  const ModuleTree tree(module);
  const HookedModel hooked(module, tree, "forward", {});
  RunRecorder recorder;
  // A frame may go on on the thread where it waited: then nothing would be left there anyway.
  for (int i = 0; i < 200; ++i) {
    hooked.run(recorder, inputs);
    static_cast<void>(recorder.collect());
    ASSERT_EQ(threads_with_a_task(), 0) << "run " << i;
  }
}

}  // namespace
}  // namespace hookstat::testing
