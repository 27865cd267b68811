// How profile() measures: what it counts, what it finds, and that it leaves the process as it was.
#include <ATen/Parallel.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <torch/csrc/jit/api/module.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <string>
#include <vector>

#include "hookstat/profile.h"
#include "integration/models.h"
#include "measure/cores.h"

namespace hookstat::testing {
namespace {

using ::testing::Contains;
using ::testing::Field;
using ::testing::Not;
using ::testing::Optional;

torch::jit::Module model_of(const std::string& code) {
  torch::jit::Module model("Model");
  model.define("def forward(self, x):\n" + code);
  return model;
}

Report profile_of(const std::string& code, at::Tensor input, const ProfileOptions& options) {
  torch::jit::Module model = model_of(code);
  return profile(model, {{std::move(input)}, {}}, options);
}

/// 0: of this thread.
std::vector<int> cores_of(pid_t thread) {
  cpu_set_t set{};
  std::vector<int> cores;
  sched_getaffinity(thread, sizeof(set), &set);
  for (std::size_t core = 0; core < CPU_SETSIZE; ++core) {
    if (CPU_ISSET(core, &set)) cores.push_back(static_cast<int>(core));
  }
  return cores;
}

TEST(Measurement, FindsDenormalNumbers) {
  ProfileOptions options;
  options.runs = 2;
  const at::Tensor ones = at::ones({10, 10});
  // The product is denormal everywhere, the sum nowhere.
  const Report report = profile_of("  y = x * 1e-40\n  return y + 1.0\n", ones, options);
  EXPECT_THAT(report.noise.denormal_percent, Optional(50.0));
  EXPECT_THAT(report.warnings, Contains(Field(&Note::code, "denormals")));
  EXPECT_THAT(profile_of("  return x * 2\n", ones, options).noise.denormal_percent, Optional(0.0));
}

TEST(Measurement, FindsDenormalsOfEveryFloatingType) {
  ProfileOptions options;
  options.runs = 2;
  const at::Tensor doubles = at::ones({4}, at::kDouble);
  EXPECT_THAT(profile_of("  return x * 1e-310\n", doubles, options).noise.denormal_percent,
              Optional(100.0));
  const at::Tensor bfloats = at::ones({4}, at::kBFloat16);
  EXPECT_THAT(profile_of("  return x * 1e-39\n", bfloats, options).noise.denormal_percent,
              Optional(100.0));
  const at::Tensor ints = at::ones({4}, at::kLong);
  EXPECT_FALSE(profile_of("  return x * 2\n", ints, options).noise.denormal_percent);
}

TEST(Measurement, TakesWhatNobodyWroteForNoResult) {
  ProfileOptions options;
  options.runs = 2;
  const Report report =
      profile_of("  y = torch.empty([1000])\n  y.fill_(1.0)\n  return y\n", at::ones({1}), options);
  EXPECT_THAT(report.noise.denormal_percent, Optional(0.0));
}

TEST(Measurement, WarmsUpUntilCallsGetNoFaster) {
  torch::jit::Module model = load("plain");
  const Report report = profile(model, {{at::rand({1, 3, 16, 16})}, {}}, {});
  EXPECT_GE(report.settings.warmup, 3);
  EXPECT_GE(report.phases_ns.warmup_ns, 50'000'000);
  ProfileOptions options;
  options.runs = 2;
  options.warmup = 5;
  EXPECT_EQ(profile(model, {{at::rand({1, 3, 16, 16})}, {}}, options).settings.warmup, 5);
}

TEST(Measurement, StopsWhenTheMedianIsKnownOrTimeIsUp) {
  torch::jit::Module model = load("plain");
  ProfileOptions options;
  options.max_time_s = 1;
  const Report report = profile(model, {{at::rand({1, 3, 16, 16})}, {}}, options);
  ASSERT_TRUE(report.latency_ns.median_ci95);
  const auto [low, high] = *report.latency_ns.median_ci95;
  const double median = report.latency_ns.median;
  const bool precise = median - low <= 0.01 * median && high - median <= 0.01 * median;
  EXPECT_TRUE(precise || report.phases_ns.runs_ns >= 1'000'000'000);
  EXPECT_EQ(report.latency_ns.count, report.settings.runs);
  EXPECT_EQ(report.modules[1].time_ns.exclusive.count, report.settings.runs);
}

TEST(Measurement, SaysThatThreadsOutnumberCores) {
  torch::jit::Module model = load("plain");
  ProfileOptions options;
  options.runs = 2;
  options.threads = usable_cores() + 1;
  const auto warnings = profile(model, {{at::rand({1, 3, 16, 16})}, {}}, options).warnings;
  EXPECT_THAT(warnings, Contains(Field(&Note::code, "oversubscribed")));
  options.threads = usable_cores();
  EXPECT_THAT(profile(model, {{at::rand({1, 3, 16, 16})}, {}}, options).warnings,
              Not(Contains(Field(&Note::code, "oversubscribed"))));
}

/// Cores of the threads of this process that are kept to one.
std::vector<int> single_cores() {
  std::vector<int> cores;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    const std::vector<int> own = cores_of(std::stoi(task.path().filename().string()));
    if (own.size() == 1) cores.push_back(own.front());
  }
  std::ranges::sort(cores);
  return cores;
}

TEST(PinnedThreads, HaveACoreEachAndAreFreeAfterwards) {
  const std::vector<int> before = cores_of(0);
  const int threads = at::get_num_threads();
  ASSERT_LE(threads, static_cast<int>(before.size()));
  ASSERT_GE(before.size(), 2U) << "this needs two cores";
  ASSERT_TRUE(single_cores().empty());
  {
    const PinnedThreads pinned;
    // Those that an operator of LibTorch uses are the same as before: no new one is started.
    at::rand({1 << 22}).sin_();
    const std::vector<int> taken = single_cores();
    EXPECT_EQ(taken.size(), static_cast<std::size_t>(threads));
    EXPECT_EQ(std::ranges::adjacent_find(taken), taken.end());
    EXPECT_EQ(cores_of(0).size(), 1U);
    // Forked tasks are not squeezed onto the core of the thread that started them.
    std::promise<std::vector<int>> forked;
    at::launch([&] { forked.set_value(cores_of(0)); });
    EXPECT_EQ(forked.get_future().get(), before);
  }
  EXPECT_TRUE(single_cores().empty());
  EXPECT_EQ(cores_of(0), before);
}

}  // namespace
}  // namespace hookstat::testing
