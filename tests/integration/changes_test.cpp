// Changes to a model before it is profiled, and gradients.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "hookstat/error.h"
#include "hookstat/profile.h"
#include "hookstat/profile_file.h"
#include "integration/models.h"

namespace hookstat::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Not;

Report profile_changed(const std::string& model, const ModelChanges& changes,
                       const std::string& method = "forward") {
  torch::jit::Module module = load(model);
  ProfileOptions options = quick();
  options.changes = changes;
  options.model.method = method;
  change_model(module, changes, method);
  ModelInputs inputs = inputs_for(module, {"2x3x16x16"}, method);
  change_inputs(inputs, changes);
  return profile(module, inputs, options);
}

std::string complaint(const std::string& model, const ModelChanges& changes) {
  try {
    static_cast<void>(profile_changed(model, changes));
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

auto has_note(const char* code) { return Contains(Field(&Note::code, code)); }

TEST(ChangedModel, ComputesInTheTypeAskedFor) {
  for (const Dtype dtype : {Dtype::kBFloat16, Dtype::kFloat64}) {
    ModelChanges changes;
    changes.dtype = dtype;
    const Report report = profile_changed("small", changes);
    const std::string name(dtype_name(dtype));
    EXPECT_EQ(report.settings.dtype, name);
    EXPECT_EQ(report.inputs.front().tensor->dtype, name);
    EXPECT_EQ(module_at(report, "head").outputs.front().dtype, name);
    const ModuleReport& head = module_at(report, "head");
    EXPECT_EQ(head.parameter_bytes, head.parameters * item_size(dtype));
  }
}

TEST(ChangedModel, KeepsWholeNumbersWhole) {
  torch::jit::Module module = load("small");
  ModelChanges changes;
  changes.dtype = Dtype::kFloat64;
  change_model(module, changes, "forward");
  const auto norm = module.attr("norm").toModule();
  EXPECT_EQ(norm.attr("num_batches_tracked").toTensor().scalar_type(), c10::kLong);
  EXPECT_EQ(norm.attr("running_mean").toTensor().scalar_type(), c10::kDouble);
}

TEST(ChangedModel, IsChannelsLastWithItsInputs) {
  torch::jit::Module module = load("small");
  ModelChanges changes;
  changes.channels_last = true;
  change_model(module, changes, "forward");
  const at::Tensor weight = module.attr("conv").toModule().attr("weight").toTensor();
  EXPECT_TRUE(weight.is_contiguous(c10::MemoryFormat::ChannelsLast));
  EXPECT_FALSE(weight.is_contiguous());
  ModelInputs inputs = inputs_for(module, {"2x3x16x16"});
  change_inputs(inputs, changes);
  EXPECT_TRUE(inputs.positional.front().toTensor().is_contiguous(c10::MemoryFormat::ChannelsLast));
  EXPECT_TRUE(profile_changed("small", changes).settings.channels_last);
}

TEST(ChangedModel, ChangesTensorsInsideListsAndDicts) {
  c10::List<at::Tensor> list({at::rand({1, 3, 4, 4})});
  c10::Dict<std::string, at::Tensor> dict;
  dict.insert("a", at::rand({2}));
  ModelInputs inputs{{list}, {{"named", dict}}};
  ModelChanges changes;
  changes.dtype = Dtype::kFloat16;
  change_inputs(inputs, changes);
  EXPECT_EQ(inputs.positional.front().toTensorVector().front().scalar_type(), c10::kHalf);
  const auto changed = inputs.named.at("named").toGenericDict();
  EXPECT_EQ(changed.at("a").toTensor().scalar_type(), c10::kHalf);
  EXPECT_EQ(list.get(0).scalar_type(), c10::kFloat) << "the caller's own is left alone";
}

TEST(TrainedModel, IsInTrainingModeAndPutBack) {
  ModelChanges changes;
  changes.train = true;
  torch::jit::Module module = load("small");
  change_model(module, changes, "forward");
  const at::Tensor mean = module.attr("norm").toModule().attr("running_mean").toTensor();
  const at::Tensor before = mean.clone();
  ProfileOptions options = quick();
  options.changes = changes;
  const Report report = profile(module, inputs_for(module, {"2x3x16x16"}), options);
  EXPECT_TRUE(at::equal(mean, before));
  EXPECT_TRUE(report.settings.train);
  EXPECT_THAT(report.warnings, Not(has_note("training_mode"))) << "it was asked for";
}

TEST(FrozenModel, IsProfiledByOperatorAndSaysWhatIsLost) {
  for (const char* model : {"small", "small_frozen"}) {
    ModelChanges changes;
    changes.freeze = model == std::string("small");
    const Report report = profile_changed(model, changes);
    EXPECT_EQ(report.modules.size(), 1U);
    EXPECT_EQ(report.settings.freeze, changes.freeze);
    EXPECT_THAT(report.warnings, has_note("no_modules"));
    EXPECT_EQ(report.model.parameters, 0);
    // Freezing folds the batch normalisation into the convolution, whose bias takes it up.
    EXPECT_EQ(report.model.constants, 3 * 4 * 3 * 3 + 4 + 4 * 2 + 2) << model;
    EXPECT_THAT(report.operators, Contains(Field(&OperatorReport::name, "aten::conv2d")));
    EXPECT_EQ(report.totals.cost.macs, 2 * (14 * 14 * 4 * 3 * 9) + 2 * (4 * 2));
  }
}

TEST(FrozenModel, TellsItsOperatorsApartByLineOfPython) {
  const Report report = profile_model("small_frozen", {"2x3x16x16"});
  ASSERT_TRUE(report.sources);
  std::int64_t flops = 0;
  std::int64_t calls = 0;
  std::string own;
  for (const SourceReport& source : *report.sources) {
    flops += source.flops;
    calls += source.calls;
    if (source.file.ends_with("failing_models.py")) own += source.text + "\n";
  }
  EXPECT_EQ(flops, report.totals.cost.flops);
  std::int64_t operator_calls = 0;
  for (const OperatorReport& op : report.operators) operator_calls += op.calls;
  EXPECT_EQ(calls, operator_calls);
  EXPECT_THAT(report.sources->front().file, ::testing::EndsWith("torch/nn/modules/conv.py"));
  EXPECT_THAT(own, HasSubstr("x = torch.sigmoid(self.norm(self.conv(x))) * 2.0 + 1.0\n"));
  EXPECT_THAT(own, HasSubstr("return self.head(x.mean([2, 3]).tanh() * 3.0)\n"));
  EXPECT_FALSE(profile_model("small", {"2x3x16x16"}).sources);
}

TEST(FrozenModel, IsProfiledWhenTheModelThatItWasMadeOfIsGone) {
  // Its call stacks point to functions of the other model; another profile uses their memory.
  std::optional<torch::jit::Module> frozen;
  {
    torch::jit::Module whole = load("small");
    frozen = torch::jit::freeze(whole);
  }
  EXPECT_GT(profile_model("small", {"2x3x16x16"}).totals.cost.macs, 0);
  const Report report = profile(*frozen, inputs_for(*frozen, {"2x3x16x16"}), quick());
  ASSERT_TRUE(report.sources);
  EXPECT_THAT(report.sources->front().file, ::testing::EndsWith("failing_models.py"));
  EXPECT_EQ(report.sources->front().function, "forward");
}

TEST(FrozenModel, KeepsTheMethodThatIsProfiled) {
  ModelChanges changes;
  changes.freeze = true;
  const Report report = profile_changed("small", changes, "encode");
  EXPECT_THAT(module_at(report, "").outputs.front().shape, ElementsAre(2, 4, 14, 14));
}

TEST(OptimizedModel, IsProfiledByOperator) {
  ModelChanges changes;
  changes.optimize_for_inference = true;
  const Report report = profile_changed("small", changes);
  EXPECT_TRUE(report.settings.optimize_for_inference);
  EXPECT_THAT(report.warnings, has_note("no_modules"));
  // The convolution is called past the dispatcher where oneDNN has it.
  const bool has_convolution = std::ranges::any_of(report.operators, [](const OperatorReport& op) {
    return op.name.find("conv") != std::string::npos;
  });
  EXPECT_TRUE(has_convolution || std::ranges::any_of(report.warnings, [](const Note& note) {
                return note.code == "unseen_operators" &&
                       note.message.find("mkldnn_convolution x 1") != std::string::npos;
              }));
}

TEST(ChangedModelErrors, NameTheOption) {
  ModelChanges freeze;
  freeze.freeze = true;
  EXPECT_THAT(complaint("small_training", freeze), HasSubstr("--freeze: the model is in training"));
  ModelChanges both = freeze;
  both.train = true;
  EXPECT_THAT(complaint("small", both), HasSubstr("--freeze: the model is in training mode"));
  ModelChanges optimize;
  optimize.optimize_for_inference = true;
  EXPECT_THAT(complaint("small_training", optimize), HasSubstr("--optimize-for-inference: "));
  ModelChanges train;
  train.train = true;
  EXPECT_THAT(complaint("small_frozen", train), HasSubstr("--train: the model has no training"));
  ModelChanges whole;
  whole.dtype = Dtype::kInt8;
  EXPECT_THAT(complaint("small", whole), HasSubstr("--dtype int8: is no floating type"));
}

TEST(Gradients, AreRecordedOnlyWhereAskedFor) {
  torch::jit::Module module = load("small");
  const ModelInputs inputs = inputs_for(module, {"2x3x16x16"});
  ProfileOptions options = quick();
  options.warmup = 4;
  options.grad = true;
  const Report with = profile(module, inputs, options);
  EXPECT_FALSE(with.settings.inference_mode);
  // The executor makes differentiable groups, which end at the marks between modules.
  EXPECT_THAT(with.warnings, has_note("fusion_split"));
  ASSERT_TRUE(with.hooked_outputs && with.hooked_outputs->largest_difference);
  EXPECT_LE(*with.hooked_outputs->largest_difference, 1e-5);
  EXPECT_TRUE(module.attr("head").toModule().attr("weight").toTensor().grad().defined() == false);

  const Report without = profile_model("small", {"2x3x16x16"}, quick());
  EXPECT_TRUE(without.settings.inference_mode);
  EXPECT_THAT(without.warnings, Not(has_note("fusion_split")));
  ASSERT_TRUE(without.hooked_outputs);
  EXPECT_TRUE(without.hooked_outputs->bit_equal);
  EXPECT_EQ(without.hooked_outputs->largest_difference, 0);
}

}  // namespace
}  // namespace hookstat::testing
