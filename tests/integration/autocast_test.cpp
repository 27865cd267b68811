// A model called under autocast, as torch.autocast does it.
#include <ATen/ATen.h>
#include <ATen/autocast_mode.h>
#include <c10/core/InferenceMode.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "hookstat/profile.h"
#include "integration/models.h"

namespace hookstat::testing {
namespace {

using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Optional;

Report under_autocast(const std::string& model, const std::string& input,
                      ProfileOptions options = quick()) {
  options.autocast = Dtype::kBFloat16;
  return profile_model(model, {input}, options);
}

TEST(Autocast, ComputesInTheReducedTypeAndCostsTheSame) {
  const Report report = under_autocast("resnet50", "1x3x64x64");
  EXPECT_THAT(report.settings.autocast, Optional(Eq("bfloat16")));
  EXPECT_THAT(report.totals.efficiency.dtype, Optional(Eq("bfloat16")));
  EXPECT_EQ(module_at(report, "layer1.0.conv2").outputs.front().dtype, "bfloat16");
  EXPECT_EQ(report.totals.cost.macs, profile_model("resnet50", {"1x3x64x64"}).totals.cost.macs);
  EXPECT_THAT(report.uncounted, IsEmpty()) << "casts are copies";
  ASSERT_TRUE(report.hooked_outputs);
  EXPECT_TRUE(report.hooked_outputs->bit_equal);
}

TEST(Autocast, TimesCastsInTheModuleThatWantsThem) {
  ProfileOptions options = quick();
  options.operators = true;
  const Report report = under_autocast("resnet50", "1x3x64x64", options);
  const auto casts_of = [&](const std::string& path) {
    return std::ranges::count_if(report.operators, [&](const OperatorReport& op) {
      return op.module == path && op.name == "aten::_autocast_to_reduced_precision" && op.time_ns;
    });
  };
  EXPECT_EQ(casts_of("layer1.0.conv2"), 1);
  EXPECT_EQ(casts_of(""), 0);
}

TEST(Autocast, OfTheCallerIsAsItWasAfterwards) {
  const auto state = [] {
    return std::pair(at::autocast::is_autocast_enabled(at::kCPU),
                     at::autocast::get_autocast_dtype(at::kCPU));
  };
  const auto before = state();
  (void)under_autocast("plain", "1x3x16x16");
  EXPECT_EQ(state(), before);
}

TEST(Autocast, IsOnInEachOfSeveralThreads) {
  ProfileOptions options = quick();
  options.concurrency = 2;
  const Report report = under_autocast("plain", "1x3x16x16", options);
  EXPECT_TRUE(report.load);
}

TEST(Autocast, LeavesTheMachinesPeaksAlone) {
  ProfileOptions options = quick();
  options.measure_peaks = true;
  const Report report = under_autocast("plain", "1x3x16x16", options);
  ASSERT_TRUE(report.machine_peaks);
  EXPECT_EQ(std::ranges::count(report.machine_peaks->peaks, "float32", &MachinePeak::dtype), 1);
}

TEST(Autocast, LeavesNothingOfItsCastsInMemory) {
  ProfileOptions options = quick();
  options.memory = true;
  options.grad = true;  // parameters that require gradients are those that autocast keeps
  const Report report = under_autocast("plain", "1x3x16x16", options);
  ASSERT_TRUE(report.memory);
  EXPECT_EQ(report.memory->left_bytes, 0);
}

}  // namespace
}  // namespace hookstat::testing
