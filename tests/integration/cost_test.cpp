// Costs are those of the work, whichever kernel does it; and formulas of one's own.
#include <ATen/Context.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hookstat/cost_table.h"
#include "hookstat/profile.h"
#include "integration/models.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Network {
  std::string name;
  std::string spec;
  std::int64_t macs;
};

/// By the definitions of the layers; a recurrent step is 4 (3, 1) gates over the input and the
/// hidden state.
const std::vector<Network>& networks() {
  static const std::vector<Network> all{
      {"layer_lstm", "7x2x11", 7 * 2 * (4 * 3) * (11 + 3)},
      {"layer_gru", "7x2x13", 7 * 2 * (3 * 3) * (13 + 3)},
      {"layer_rnn", "7x2x14", 7 * 2 * 3 * (14 + 3)},
      {"layer_attention", "2x5x16", 2 * 5 * (4 * 16 * 16 + 2 * 5 * 16)},
      {"layer_transformer", "2x5x16", 2 * 5 * (4 * 16 * 16 + 2 * 5 * 16 + 2 * 16 * 32)},
      {"layer_conv2d_groups", "2x8x9x9", 2 * 8 * 7 * 7 * 2 * 9},
      {"layer_conv3d", "2x2x5x5x5", 2 * 2 * 27 * 2 * 27},
      {"layer_conv_transpose", "2x5x4x4", 2 * 16 * 5 * 3 * 4},
  };
  return all;
}

void expect_macs() {
  for (const Network& network : networks()) {
    const Report report = profile_model(network.name, {network.spec});
    EXPECT_EQ(report.totals.cost.macs, network.macs) << network.name;
    EXPECT_THAT(report.uncounted, IsEmpty()) << network.name;
  }
}

TEST(Macs, AreThoseOfTheDefinition) { expect_macs(); }

TEST(Macs, AreTheSameWithoutOneDnn) {
  at::globalContext().setUserEnabledMkldnn(false);
  expect_macs();
  at::globalContext().setUserEnabledMkldnn(true);
}

TEST(Macs, AreTheSameInAnyKernelOfAttention) {
  at::globalContext().setSDPUseFlash(false);
  expect_macs();
  at::globalContext().setSDPUseFlash(true);
  at::globalContext().setSDPUseMath(false);
  expect_macs();
  at::globalContext().setSDPUseMath(true);
}

TEST(Macs, AreTheSameWithGradients) {
  ProfileOptions options = quick();
  options.grad = true;  // native encoder kernels are for inference
  for (const Network& network : networks()) {
    EXPECT_EQ(profile_model(network.name, {network.spec}, options).totals.cost.macs, network.macs)
        << network.name;
  }
}

TEST(CostTable, PricesOperatorsOfAProfile) {
  auto costs = std::make_shared<CostTable>();
  costs->add("aten::batch_norm", [](const OpCall& call) { return arithmetic_price(call, 1234); });
  ProfileOptions options = quick();
  options.costs = costs;
  const Report report = profile_model("plain", {"1x3x16x16"}, options);
  EXPECT_EQ(module_at(report, "stem.1.0").exclusive_cost.cost.flops, 1234);
  EXPECT_THAT(report.settings.own_costs, ElementsAre("aten::batch_norm"));
}

}  // namespace
}  // namespace hookstat::testing
