// Models that broke hooks once, or what puts the caller's state back.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hooks/hooked_model.h"
#include "hookstat/forward_hooks.h"
#include "hookstat/profile.h"
#include "integration/models.h"
#include "model/module_tree.h"
#include "record/task.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(OddModels, MayWaitWhereNoHookSees) {
  for (int i = 0; i < 3; ++i) {
    const Report report = profile_model("waits_inside", {"8x8"});
    EXPECT_EQ(module_at(report, "fc").calls, 1);
  }
}

TEST(OddModels, MayLeaveABodyRunning) {
  const Report report = profile_model("leaves_running", {"8x8"});
  EXPECT_GE(module_at(report, "fc").calls, 1);
}

// The executor has work to do after the last mark of a body: the code must be there for it.
TEST(OddModels, MayLeaveABodyRunningTimeAndAgain) {
  const torch::jit::Module module = load("leaves_running");
  const ModelInputs inputs = inputs_for(module, {"1x8"});
  const ModuleTree tree(module);
  for (int i = 0; i < 100; ++i) {
    RunRecorder recorder;
    const HookedModel hooked(module, tree, "forward", {});
    static_cast<void>(hooked.run(recorder, inputs));
    const std::vector<TaskEvents> tasks = recorder.collect();
    ASSERT_GT(tasks.size(), 1U);
    for (const TaskEvents& task : tasks) ASSERT_FALSE(task.events.empty());
  }
}

TEST(OddModels, HaveNoneOfTheOptimisersOperators) {
  const Report report = profile_model("forks_constants", {"4x4"});
  for (const OperatorReport& op : report.operators) {
    EXPECT_TRUE(op.name == "aten::add" || op.state == PriceState::kFree) << op.name;
  }
}

TEST(OddModels, MayCallAFunctionWithAModule) {
  const Report report = profile_model("calls_a_helper", {"4x4"});
  EXPECT_THAT(module_at(report, "sub").methods, ElementsAre(Pair("forward", 1)));
  EXPECT_EQ(module_at(report, "sub").exclusive_cost.cost.macs, 0);
  EXPECT_EQ(module_at(report, "").exclusive_cost.cost.macs, 4 * 4 * 4);
}

TEST(OddModels, GetTheirInputsBackAsTheyWere) {
  torch::jit::Module module = load("turns_its_input");
  const at::Tensor x = at::rand({2, 3});
  const at::Tensor before = x.clone();
  c10::List<at::Tensor> more({at::rand({1})});
  const at::Tensor turned = module.attr("turned").toTensor().clone();
  const Report report = profile(module, ModelInputs{{x, more}, {}}, quick());
  EXPECT_EQ(report.inputs.front().tensor->shape, (Shape{2, 3}));
  EXPECT_EQ(x.sizes(), before.sizes());
  EXPECT_TRUE(at::equal(x, before));
  EXPECT_EQ(more.size(), 1U);
  EXPECT_TRUE(at::equal(module.attr("turned").toTensor(), turned));
  EXPECT_EQ(module.attr("calls").toInt(), 0);
}

TEST(OddModels, AreNotWrittenToWhereNothingChanged) {
  torch::jit::Module module = load("plain");
  const at::Tensor buffer = module.attr("stem")
                                .toModule()
                                .attr("1")
                                .toModule()
                                .attr("0")
                                .toModule()
                                .attr("running_mean")
                                .toTensor();
  const auto version = buffer._version();
  static_cast<void>(profile(module, inputs_for(module, {"1x3x16x16"}), quick()));
  EXPECT_EQ(buffer._version(), version);
}

TEST(OddModels, HaveTwinsOnlyWhereAllIsAlike) {
  const Report report = profile_model("twins", {"2x4"});
  EXPECT_EQ(module_at(report, "1.0").alias_of, "0.0");
  EXPECT_EQ(module_at(report, "1").alias_of, std::nullopt);
  EXPECT_EQ(module_at(report, "3").alias_of, "2");
  EXPECT_EQ(module_at(report, "4.0").alias_of, std::nullopt);
}

TEST(OddModels, HaveHooksOnTwinsWhicheverIsNamed) {
  ForwardHooks hooks(load("twins"));
  for (const char* name : {"0.0", "1.0"}) {
    std::vector<std::string> paths;
    const HookHandle handle = hooks.before(
        Modules::at(name), [&](const ForwardCall& call, auto&) { paths.push_back(call.path()); });
    hooks({at::ones({2, 4})});
    EXPECT_THAT(paths, ElementsAre("0.0", "1.0")) << name;
  }
}

TEST(OddModels, MayRunABodyWhenItIsAwaited) {
  const Report report = profile_model("awaits", {"2x4"});
  EXPECT_EQ(module_at(report, "fc").calls, 1);
  EXPECT_EQ(module_at(report, "fc").exclusive_cost.cost.macs, 2 * 4 * 4);
  EXPECT_TRUE(report.hooked_outputs->bit_equal);
}

TEST(OddModels, CountWhatTheyHavePacked) {
  const Report report = profile_model("quantized", {"2x8"});
  const ModuleReport& packed = module_at(report, "0._packed_params");
  EXPECT_EQ(packed.parameters, 8 * 8 + 8);
  EXPECT_EQ(packed.parameter_bytes, 8 * 8 * 1 + 8 * 4);  // int8 weights, a float32 bias
  EXPECT_EQ(report.model.parameters, (8 * 8 + 8) + (4 * 8 + 4));
  for (const Note& note : report.warnings) EXPECT_NE(note.code, "modules_not_called");
}

}  // namespace
}  // namespace hookstat::testing
