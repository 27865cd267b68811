// On a machine with a GPU: the same report, timed by the device's events.
#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "hookstat/error.h"
#include "hookstat/profile_file.h"
#include "integration/models.h"

namespace hookstat::testing {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing::Optional;
using ::testing::StartsWith;

Report on_gpu(const std::string& name, const std::vector<std::string>& specs,
              ProfileOptions options = quick()) {
  FileRequest request;
  request.path = model_file(name);
  request.inputs = request_of(specs);
  request.options = std::move(options);
  request.options.device = "cuda";
  return profile_file(request);
}

/// Shapes of a batch of images.
std::string images(int batch, int side) {
  const std::string size = std::to_string(side);
  return std::to_string(batch) + "x3x" + size + "x" + size;
}

struct Case {
  const char* model;
  int side;
  int batch;
};

class GpuModels : public ::testing::TestWithParam<Case> {
 protected:
  static Report profiled(ProfileOptions options = quick()) {
    return on_gpu(GetParam().model, {images(GetParam().batch, GetParam().side)},
                  std::move(options));
  }
};

INSTANTIATE_TEST_SUITE_P(Gpu, GpuModels,
                         ::testing::Values(Case{"ssd300", 300, 1}, Case{"ssd300", 300, 32},
                                           Case{"resnet50", 224, 1}, Case{"resnet50", 224, 32}),
                         [](const auto& each) {
                           return std::string(each.param.model) + "_batch_" +
                                  std::to_string(each.param.batch);
                         });

TEST_P(GpuModels, TimesEveryLeafOnTheDevice) {
  const Report report = profiled();
  EXPECT_EQ(report.environment.device, "cuda:0");
  for (const ModuleReport& module : report.modules) {
    ASSERT_TRUE(module.device_time_ns) << module.path;
    if (!module.leaf || module.calls == 0) continue;
    EXPECT_GT(module.device_time_ns->exclusive.mean, 0) << module.path;
    ASSERT_TRUE(module.device_busy_ns) << module.path;
    EXPECT_GT(module.device_busy_ns->exclusive.mean, 0) << module.path;
  }
  EXPECT_EQ(module_at(report, "").outputs.front().device, "cuda:0");
  EXPECT_LE(module_at(report, "").device_time_ns->inclusive.median, report.hooked_latency_ns.max);
}

TEST_P(GpuModels, IsQueuedWhole) {
  const Report report = profiled();
  ASSERT_TRUE(report.device && report.device->busy_ns);
  EXPECT_TRUE(report.device->queued);
  EXPECT_EQ(report.device->waits_in, std::nullopt);
  EXPECT_GT(report.device->busy_ns->median, 0);
  // A call is over when the device is; the hooks' events are in the work, not in the latency.
  EXPECT_LT(report.device->busy_ns->median, 1.25 * report.latency_ns.median);
}

TEST_P(GpuModels, IsTheSameInHalfPrecisionButForItsType) {
  ProfileOptions options = quick();
  options.changes.dtype = Dtype::kFloat16;
  const Report report = profiled(options);
  EXPECT_EQ(module_at(report, "").outputs.front().dtype, "float16");
  EXPECT_THAT(report.settings.dtype, Optional(Eq("float16")));
  EXPECT_EQ(report.totals.cost.macs, profiled().totals.cost.macs);
}

TEST_P(GpuModels, ComputesInHalfPrecisionUnderAutocast) {
  ProfileOptions options = quick();
  options.autocast = Dtype::kFloat16;
  const Report report = profiled(options);
  EXPECT_THAT(report.settings.autocast, Optional(Eq("float16")));
  EXPECT_EQ(report.totals.cost.macs, profiled().totals.cost.macs);
  EXPECT_THAT(report.totals.efficiency.dtype, Optional(Eq("float16")));
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

TEST(Gpu, IsNamedWithItsDriverAndLibraries) {
  const EnvironmentDescription environment = on_gpu("plain", {"1x3x16x16"}).environment;
  EXPECT_THAT(environment.device_name, Not(StartsWith("cuda"))) << "the driver was not asked";
  const DeviceDetails& details = environment.device_details;
  EXPECT_THAT(details.driver_version, MatchesRegex("[0-9]+[.][0-9.]+"));
  EXPECT_THAT(details.cuda_version, MatchesRegex("[0-9]+[.][0-9]+"));
  EXPECT_THAT(details.cudnn_version, MatchesRegex("[0-9]+[.][0-9]+[.][0-9]+"));
  EXPECT_THAT(details.compute_capability, MatchesRegex("[0-9]+[.][0-9]"));
  EXPECT_GT(details.memory_bytes, 1'000'000'000);
  EXPECT_GT(details.multiprocessors, 0);
}

TEST(Gpu, IsFoundWaitingForTheHostInAChainOfSmallLayers) {
  const Report report = on_gpu("chain_of_small_layers", {"1x16"});
  ASSERT_TRUE(report.device);
  EXPECT_THAT(report.device->bound, Optional(Eq("launch")));
  EXPECT_GT(report.device->idle_percent.value(), 20);
}

TEST(Gpu, SetsThePaceInABatchOfImages) {
  const Report report = on_gpu("ssd300", {"32x3x300x300"});
  EXPECT_THAT(report.device->bound, Optional(Eq("device")));
  EXPECT_LT(report.device->idle_percent.value(), 10);
}

TEST(Gpu, IsFoundWaitedForInTheModuleThatAsks) {
  const Report report = on_gpu("asks_its_device", {"512x512"});
  EXPECT_FALSE(report.device->queued);
  EXPECT_THAT(report.device->waits_in, Optional(Eq("asking")));
}

TEST(Gpu, MeasuresItsPeaksInEachTypeThatIsUsed) {
  ProfileOptions options = quick();
  options.measure_peaks = true;
  options.changes.dtype = Dtype::kFloat16;
  const Report report = on_gpu("resnet50", {"1x3x224x224"}, options);
  ASSERT_TRUE(report.machine_peaks);
  EXPECT_THAT(report.machine_peaks->how, HasSubstr("by the device's events"));
  ASSERT_THAT(report.machine_peaks->peaks, Not(IsEmpty()));
  for (const MachinePeak& peak : report.machine_peaks->peaks) {
    EXPECT_GT(peak.flops_per_second, 1e12) << peak.dtype;
  }
  EXPECT_GT(report.machine_peaks->bytes_per_second, 1e11);
}

TEST(Gpu, OutOfMemoryIsToldWithTheModule) {
  try {
    (void)on_gpu("wants_device_memory", {"4"});
    FAIL() << "there was enough";
  } catch (const ModelError& error) {
    EXPECT_THAT(error.what(), StartsWith("the model failed in hungry (Hungry.forward): out of "
                                         "memory on GPU 0: it tried to allocate "));
    EXPECT_THAT(error.hint(), HasSubstr("smaller inputs"));
  }
}

/// Takes the device's memory but for about as much.
std::vector<at::Tensor> fill_device(std::int64_t left_bytes) {
  std::vector<at::Tensor> blocks;
  const auto options = at::TensorOptions().device(at::kCUDA).dtype(at::kByte);
  for (std::int64_t bytes = 4 * left_bytes; bytes >= left_bytes;) {
    try {
      blocks.push_back(at::empty({bytes}, options));
    } catch (const c10::OutOfMemoryError&) {
      bytes /= 2;
    }
  }
  return blocks;
}

TEST(Gpu, RefusesInputsThatDoNotFit) {
  constexpr std::int64_t kGigabyte = 1'000'000'000;
  const std::vector<at::Tensor> taken = fill_device(kGigabyte);
  try {
    (void)on_gpu("turns", {"500000000"});  // 2 GB, which the host has
    FAIL() << "they did";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("out of memory on GPU 0: it tried to allocate 1.86 GiB"));
  }
}

TEST(Gpu, RecordsTheMemoryOfItsOwnAllocator) {
  ProfileOptions options = quick();
  options.memory = true;
  const Report report = on_gpu("turns", {"1000"}, options);
  ASSERT_TRUE(report.memory);
  EXPECT_EQ(report.memory->device, "cuda:0");
  EXPECT_EQ(report.memory->allocations, 4);
  // Blocks of 4,000 bytes, which the allocator rounds up to 4,096. Two are held at a time but where
  // the second module has its input as well.
  EXPECT_GE(report.memory->peak_bytes, 2 * 4000);
  EXPECT_LE(report.memory->peak_bytes, 3 * 4096);
  EXPECT_EQ(module_at(report, "first").memory->at_peak_bytes +
                module_at(report, "second").memory->at_peak_bytes,
            report.memory->hooked_peak_bytes);
  EXPECT_EQ(report.memory->left_bytes, 0);
}

}  // namespace
}  // namespace hookstat::testing
