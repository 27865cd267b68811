// On a machine with a GPU: the same report, timed by the device's events.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hookstat/profile.h"
#include "integration/models.h"

namespace hookstat::testing {
namespace {

Report on_gpu(const std::string& name, const std::vector<std::string>& specs,
              ProfileOptions options = quick()) {
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

TEST(Gpu, RecordsTheMemoryOfItsOwnAllocator) {
  ProfileOptions options = quick();
  options.memory = true;
  const Report report = on_gpu("memory_stages", {"1000"}, options);
  ASSERT_TRUE(report.memory);
  EXPECT_EQ(report.memory->device, "cuda:0");
  EXPECT_EQ(report.memory->allocations, 3);
  // Three blocks of 8,000 bytes, which the allocator rounds up to multiples of 512.
  EXPECT_GE(report.memory->peak_bytes, 3 * 8000);
  EXPECT_LE(report.memory->peak_bytes, 3 * 8192);
  EXPECT_EQ(module_at(report, "square").memory->at_peak_bytes +
                module_at(report, "widen").memory->at_peak_bytes,
            report.memory->hooked_peak_bytes);
  EXPECT_EQ(report.memory->left_bytes, 0);
}

}  // namespace
}  // namespace hookstat::testing
