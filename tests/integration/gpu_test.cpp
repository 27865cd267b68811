// On a machine with a GPU: the same report, timed by the device's events.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hookstat/profile.h"
#include "integration/models.h"

namespace hookstat::testing {
namespace {

Report on_gpu(const std::string& name, const std::vector<std::string>& specs) {
  ProfileOptions options = quick();
  options.device = "cuda";
  LoadedModel loaded = load_model(model_file(name), "cuda");
  const ModelInputs inputs = make_inputs(loaded.module, "forward", request_of(specs), 0, "cuda");
  return profile(loaded.module, inputs, options);
}

TEST(Gpu, GivesTheSameTreeAndCostsAsTheCpu) {
  const Report cpu = profile_model("ssd300", {"1x3x300x300"});
  const Report gpu = on_gpu("ssd300", {"1x3x300x300"});
  ASSERT_EQ(cpu.modules.size(), gpu.modules.size());
  for (std::size_t i = 0; i < cpu.modules.size(); ++i) {
    EXPECT_EQ(cpu.modules[i].path, gpu.modules[i].path);
    EXPECT_EQ(cpu.modules[i].calls, gpu.modules[i].calls);
    EXPECT_EQ(cpu.modules[i].exclusive_cost.cost.macs, gpu.modules[i].exclusive_cost.cost.macs);
  }
}

TEST(Gpu, TimesEveryLeafOnTheDevice) {
  const Report report = on_gpu("ssd300", {"1x3x300x300"});
  EXPECT_EQ(report.environment.device, "cuda:0");
  for (const ModuleReport& module : report.modules) {
    ASSERT_TRUE(module.device_time_ns) << module.path;
    if (module.leaf && module.calls > 0) {
      EXPECT_GT(module.device_time_ns->exclusive.mean, 0) << module.path;
    }
  }
  EXPECT_EQ(module_at(report, "").outputs.front().device, "cuda:0");
}

TEST(Gpu, InclusiveDeviceTimeIsWithinTheLatency) {
  const Report report = on_gpu("ssd300", {"4x3x300x300"});
  EXPECT_LE(module_at(report, "").device_time_ns->inclusive.median, report.hooked_latency_ns.max);
}

}  // namespace
}  // namespace hookstat::testing
