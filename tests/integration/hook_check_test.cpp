// hookstat looks whether its hooks changed anything, and says so.
#include "measure/hook_check.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/csrc/jit/codegen/fuser/interface.h>
#include <torch/csrc/jit/passes/tensorexpr_fuser.h>
#include <torch/csrc/jit/tensorexpr/kernel.h>

#include "hookstat/profile.h"
#include "integration/models.h"
#include "measure/output_comparison.h"

namespace hookstat::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Not;

auto has_note(const char* code, const char* text) {
  return Contains(AllOf(Field(&Note::code, code), Field(&Note::message, HasSubstr(text))));
}

TEST(OutputComparison, SeesEqualBitsInAllStructures) {
  const at::Tensor x = at::rand({3, 4});
  c10::Dict<std::string, at::Tensor> dict;
  dict.insert("a", x);
  const auto value = c10::ivalue::Tuple::create(
      {x, c10::List<at::Tensor>({x.t()}), dict, c10::IValue(), 3, "text", 2.5, true});
  const auto copy = c10::ivalue::Tuple::create({x.clone(), c10::List<at::Tensor>({x.t().clone()}),
                                                dict.copy(), c10::IValue(), 3, "text", 2.5, true});
  EXPECT_TRUE(compare_outputs(value, copy).value().bit_equal);
  const at::Tensor nan = at::full({2}, std::numeric_limits<double>::quiet_NaN());
  EXPECT_TRUE(compare_outputs(nan, nan.clone()).value().bit_equal);
}

TEST(OutputComparison, MeasuresTheLargestDifference) {
  const at::Tensor x = at::ones({4}) * 2;
  at::Tensor y = x.clone();
  y[1] += 0.5;
  const OutputComparison result = compare_outputs(x, y).value();
  EXPECT_FALSE(result.bit_equal);
  EXPECT_DOUBLE_EQ(result.largest_difference.value(), 0.25);
}

TEST(OutputComparison, IsOfCopies) {
  at::Tensor x = at::ones({2});
  const auto copy = copy_of(c10::List<at::Tensor>({x}));
  ASSERT_TRUE(copy);
  x.zero_();
  EXPECT_TRUE(compare_outputs(*copy, c10::List<at::Tensor>({at::ones({2})})).value().bit_equal);
  EXPECT_FALSE(copy_of(c10::make_intrusive<c10::ivalue::Future>(c10::IntType::get())));
}

TEST(OutputComparison, TellsNothingOfWhatCannotBeCompared) {
  const auto future = c10::make_intrusive<c10::ivalue::Future>(c10::IntType::get());
  EXPECT_FALSE(compare_outputs(future, future));
  const at::Tensor meta = at::ones({2}, c10::Device(c10::kMeta));
  EXPECT_FALSE(compare_outputs(meta, meta));
}

TEST(OutputComparison, SeesOtherStructuresAndOtherValues) {
  const at::Tensor x = at::ones({4});
  for (const auto& [a, b] : std::vector<std::pair<c10::IValue, c10::IValue>>{
           {x, at::ones({2, 2})},
           {x, at::ones({4}, c10::kDouble)},
           {x, c10::IValue()},
           {x, x / 0.0},
           {c10::IValue(1), c10::IValue(2)},
           {c10::List<at::Tensor>({x}), c10::List<at::Tensor>({x, x})}}) {
    const auto result = compare_outputs(a, b);
    ASSERT_TRUE(result);
    EXPECT_FALSE(result->bit_equal);
    EXPECT_FALSE(result->largest_difference);
    EXPECT_EQ(note_on_outputs(*result)->code, "outputs_differ");
  }
}

TEST(HookCheck, NamesTheModulesWhoseProductsTheExecutorMerges) {
  ProfileOptions options = quick();
  options.warmup = 4;
  EXPECT_THAT(profile_model("sum_of_products", {"32x32"}, options).warnings,
              has_note("moved_operators", "matrix products of a, b, c and 1 more"));
  options.strict = true;
  EXPECT_THAT(profile_model("sum_of_products", {"32x32"}, options).warnings,
              Not(has_note("moved_operators", "")));
}

/// Turns on the fuser of element-wise operators for the CPU, which here evaluates what it fused.
class FuserOnTheCpu {
 public:
  FuserOnTheCpu() : before_(torch::jit::tensorExprFuserEnabled()) {
    torch::jit::overrideCanFuseOnCPU(true);
    torch::jit::setTensorExprFuserEnabled(true);
    torch::jit::tensorexpr::getTEMustUseLLVMOnCPU() = false;
  }
  FuserOnTheCpu(const FuserOnTheCpu&) = delete;
  FuserOnTheCpu& operator=(const FuserOnTheCpu&) = delete;
  ~FuserOnTheCpu() {
    torch::jit::setTensorExprFuserEnabled(before_);
    torch::jit::overrideCanFuseOnCPU(false);
    torch::jit::tensorexpr::getTEMustUseLLVMOnCPU() = true;
  }

 private:
  bool before_;
};

TEST(HookCheck, TellsThatFusedGroupsEndAtTheBordersOfModules) {
  const FuserOnTheCpu fuser;
  ProfileOptions options = quick();
  options.warmup = 5;
  const Report report = profile_model("sigmoids", {"8x8"}, options);
  EXPECT_THAT(report.warnings, has_note("fusion_split", "other groups of operators with hooks"));
  ASSERT_TRUE(report.hooked_outputs && report.hooked_outputs->largest_difference);
  EXPECT_LE(*report.hooked_outputs->largest_difference, 1e-6);
  EXPECT_EQ(module_at(report, "a").calls, 1);
  EXPECT_EQ(module_at(report, "b").exclusive_cost.cost.flops,
            module_at(report, "a").exclusive_cost.cost.flops);
}

TEST(OperatorsOfFusedGroups, AreOneThatCostsWhatTheyCost) {
  const FuserOnTheCpu fuser;
  ProfileOptions options = quick();
  options.warmup = 5;
  options.operators = true;
  const Report report = profile_model("sigmoids", {"8x8"}, options);
  const auto is_group = [](const OperatorReport& op) {
    return op.name.starts_with("prim::TensorExprGroup(");
  };
  const auto group = std::ranges::find_if(report.operators, is_group);
  ASSERT_NE(group, report.operators.end());
  EXPECT_EQ(group->state, PriceState::kPriced);
  EXPECT_TRUE(group->time_ns);
  EXPECT_EQ(group->cost.flops, report.totals.cost.flops) << "all of the model is fused";
  for (const OperatorReport& op : report.operators) {
    if (is_group(op) || op.cost == Cost{}) continue;
    ADD_FAILURE() << op.module << " " << op.name << " costs what the group costs, too";
  }
}

TEST(OutputNotes, TellRoundingFromMore) {
  EXPECT_FALSE(note_on_outputs({true, 0.0}));
  EXPECT_EQ(note_on_outputs({false, 1e-7})->code, "outputs_within_rounding");
  EXPECT_EQ(note_on_outputs({false, 0.1})->code, "outputs_differ");
}

TEST(FirstCalls, AreInNoAnalysisAsTheyAreInNoTime) {
  const Report report = profile_model("begins_otherwise", {"4x4"});
  EXPECT_EQ(module_at(report, "begin").calls, 0);
  EXPECT_EQ(module_at(report, "begin").exclusive_cost.cost.macs, 0);
  EXPECT_EQ(module_at(report, "go_on").calls, 1);
  EXPECT_EQ(module_at(report, "go_on").exclusive_cost.cost.macs, 4 * 4 * 4);
  EXPECT_EQ(report.totals.cost.macs, 4 * 4 * 4);
  EXPECT_THAT(report.warnings, Not(has_note("moved_operators", "")));
}

TEST(HookCheck, ComparesFromTheSameState) {
  // It adds how often it was called; each kind of call has been made equally often.
  const Report report = profile_model("mutates", {"4x3"});
  ASSERT_TRUE(report.hooked_outputs);
  EXPECT_TRUE(report.hooked_outputs->bit_equal);
}

TEST(HookCheck, IsLeftOutWithoutAWarmUp) {
  ProfileOptions options = quick();
  options.warmup = 1;
  EXPECT_FALSE(profile_model("plain", {"1x3x16x16"}, options).hooked_outputs);
}

TEST(ModulesNotCalled, AreNamed) {
  EXPECT_THAT(profile_model("encoder", {"1x5x16"}).warnings,
              has_note("modules_not_called", "encoder.layers.0.self_attn.out_proj"));
  EXPECT_THAT(profile_model("plain", {"1x3x16x16"}).warnings,
              has_note("modules_not_called", "1 module with parameters never called"));
  EXPECT_THAT(profile_model("chooses", {"2x16"}).warnings, Not(has_note("modules_not_called", "")));
}

TEST(ForksAtOnce, KeepTheirOperatorsApartInWhateverOrderTheyCome) {
  for (int i = 0; i < 20; ++i) {
    const Report report = profile_model("forks_at_once", {"3x8"});
    for (int branch = 0; branch < 4; ++branch) {
      const ModuleReport& fc = module_at(report, "branches." + std::to_string(branch) + ".fc");
      EXPECT_EQ(fc.exclusive_cost.cost.macs, 3 * 8 * (2 + branch)) << fc.path;
      EXPECT_EQ(fc.outputs.front().shape, (Shape{3, 2 + branch})) << fc.path;
    }
  }
}

}  // namespace
}  // namespace hookstat::testing
