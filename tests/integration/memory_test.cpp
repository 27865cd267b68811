// --memory: what a call takes from the allocator, held against models worked out by hand and
// against what the system says of the process.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "hookstat/profile.h"
#include "integration/models.h"

namespace hookstat::testing {
namespace {

ProfileOptions with_memory() {
  ProfileOptions options = quick();
  options.memory = true;
  return options;
}

/// 1,000 floats.
constexpr std::int64_t kInput = 4000;

MemoryUse memory_of(const Report& report, const std::string& path) {
  return module_at(report, path).memory.value();
}

TEST(Memory, OfStagesIsAsByHand) {
  const Report report = profile_model("memory_stages", {"1000"}, with_memory());
  ASSERT_TRUE(report.memory);
  // Most is held while `square` adds: its input, the square and the sum.
  EXPECT_EQ(report.memory->peak_bytes, 3 * 2 * kInput);
  EXPECT_EQ(report.memory->hooked_peak_bytes, report.memory->peak_bytes);
  EXPECT_EQ(report.totals.peak_memory_bytes, report.memory->peak_bytes);
  EXPECT_EQ(report.modules[static_cast<std::size_t>(report.memory->peak_module)].path, "square");
  EXPECT_EQ(report.memory->input_bytes, kInput);
  EXPECT_EQ(report.memory->allocations, 3);
  EXPECT_EQ(report.memory->allocated_bytes, 3 * 2 * kInput);
  EXPECT_EQ(report.memory->left_bytes, 0);
  const std::int64_t wide = 2 * kInput;
  EXPECT_EQ(memory_of(report, "widen"), (MemoryUse{wide, wide, 0, wide, wide, wide, wide, 0}));
  EXPECT_EQ(memory_of(report, "square"),
            (MemoryUse{wide, 2 * wide, 2 * wide, 2 * wide, wide, 2 * wide, 2 * wide, 0}));
  EXPECT_EQ(memory_of(report, ""), (MemoryUse{wide, 3 * wide, 2 * wide, 3 * wide, wide, 0, 0, 0}));
}

TEST(Memory, HasATimelineUpToTheEnd) {
  const Report report = profile_model("memory_stages", {"1000"}, with_memory());
  ASSERT_TRUE(report.memory_timeline);
  std::vector<std::int64_t> held;
  for (const MemoryTimelineEvent& event : *report.memory_timeline) held.push_back(event.bytes);
  const std::int64_t wide = 2 * kInput;
  EXPECT_EQ(held, (std::vector<std::int64_t>{wide, 2 * wide, 3 * wide, 2 * wide, wide, 0}));
  for (std::size_t i = 1; i < held.size(); ++i) {
    EXPECT_GE((*report.memory_timeline)[i].at_ns, (*report.memory_timeline)[i - 1].at_ns);
  }
}

TEST(Memory, OfAModuleCalledTwiceIsAddedUpAndItsPeakIsTheWorst) {
  const Report report = profile_model("memory_twice", {"1000"}, with_memory());
  const MemoryUse square = memory_of(report, "square");
  EXPECT_EQ(square.allocated_bytes, 4 * kInput);
  EXPECT_EQ(square.peak_bytes, 2 * kInput);
  EXPECT_EQ(square.kept_bytes, 2 * kInput);
  // a, then the square of a and b; the sum of a and b comes when the square is gone.
  EXPECT_EQ(report.memory->peak_bytes, 3 * kInput);
}

TEST(Memory, LeftBehindIsNamed) {
  const Report report = profile_model("memory_remembers", {"1000"}, with_memory());
  EXPECT_EQ(report.memory->left_bytes, kInput);
  EXPECT_EQ(memory_of(report, "").left_bytes, kInput);
}

TEST(Memory, OfForkedBodiesIsThatOfTheirModules) {
  const Report report = profile_model("memory_forks", {"1000"}, with_memory());
  EXPECT_EQ(memory_of(report, "widen").own_allocated_bytes, 2 * kInput);
  EXPECT_EQ(memory_of(report, "square").own_allocated_bytes, 2 * kInput);
  EXPECT_EQ(memory_of(report, "").allocated_bytes, 4 * kInput);
}

TEST(Memory, IsRecordedOnlyWhereItWasAskedFor) {
  const Report report = profile_model("memory_stages", {"1000"});
  EXPECT_FALSE(report.memory);
  EXPECT_FALSE(report.memory_timeline);
  EXPECT_FALSE(report.totals.peak_memory_bytes);
  EXPECT_FALSE(module_at(report, "square").memory);
}

TEST(Memory, AddsUpOverTheModulesOfARealModel) {
  const Report report = profile_model("plain", {"1x3x16x16"}, with_memory());
  std::int64_t own = 0;
  std::int64_t at_peak = 0;
  for (const ModuleReport& module : report.modules) {
    if (!module.memory) continue;
    own += module.memory->own_allocated_bytes;
    at_peak += module.memory->at_peak_bytes;
  }
  EXPECT_EQ(own, report.memory->allocated_bytes);
  EXPECT_EQ(at_peak, report.memory->hooked_peak_bytes);
}

/// Bytes of a line of /proc/self/status, such as "VmHWM".
std::int64_t status_bytes(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name + ":")) return std::stoll(line.substr(name.size() + 1)) * 1024;
  }
  return 0;
}

TEST(Memory, IsWhatTheProcessGrowsBy) {
  const std::string spec = "16000000";  // blocks so large that malloc gives them back at once
  const Report report = profile_model("memory_stages", {spec}, with_memory());
  torch::jit::Module module = load("memory_stages");
  const ModelInputs inputs = inputs_for(module, {spec});
  for (int i = 0; i < 3; ++i) static_cast<void>(module.forward(inputs.positional));
  std::ofstream("/proc/self/clear_refs") << 5;  // the high-water mark begins anew
  const std::int64_t before = status_bytes("VmRSS");
  static_cast<void>(module.forward(inputs.positional));
  const auto grown = static_cast<double>(status_bytes("VmHWM") - before);
  const auto peak = static_cast<double>(report.memory->peak_bytes);
  EXPECT_EQ(report.memory->peak_bytes, 3 * 2 * 4 * 16'000'000);
  EXPECT_NEAR(grown / peak, 1.0, 0.02);
}

TEST(Memory, OfAFrozenModelIsTheModelsOwn) {
  torch::jit::Module module = load("memory_stages");
  ModelChanges changes;
  changes.freeze = true;
  change_model(module, changes, "forward");
  const Report report = profile(module, inputs_for(module, {"1000"}), with_memory());
  EXPECT_EQ(report.memory->peak_bytes, 3 * 2 * kInput);
  EXPECT_EQ(memory_of(report, "").own_allocated_bytes, 3 * 2 * kInput);
}

}  // namespace
}  // namespace hookstat::testing
