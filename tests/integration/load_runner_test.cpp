// --concurrency: several threads call one model at once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>

#include "hookstat/error.h"
#include "hookstat/profile.h"
#include "integration/models.h"

namespace hookstat::testing {
namespace {

using ::testing::AllOf;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::Le;

ProfileOptions with_threads(std::int64_t threads) {
  ProfileOptions options = quick();
  options.concurrency = threads;
  return options;
}

std::string complaint(const std::string& model, const std::string& input,
                      const ProfileOptions& options) {
  try {
    static_cast<void>(profile_model(model, {input}, options));
  } catch (const Error& error) {
    return error.what();
  }
  return "nothing";
}

/// What is left of `calls` of each thread: all of the first that was through.
auto some_of(std::int64_t threads, std::int64_t calls) {
  return AllOf(Ge(calls), Le(threads * calls));
}

TEST(SeveralThreads, MakeAsManyCallsEach) {
  ProfileOptions options = with_threads(4);
  options.runs = 7;
  const Report report = profile_model("plain", {"1x3x16x16"}, options);
  ASSERT_TRUE(report.load);
  EXPECT_EQ(report.settings.concurrency, 4);
  EXPECT_EQ(report.load->threads, 4);
  EXPECT_THAT(report.load->latency_ns.count, some_of(4, 7));
  EXPECT_THAT(report.load->hooked_latency_ns.count, some_of(4, 7));
  EXPECT_GT(report.load->calls_per_second, 0);
  options.concurrency = 1;
  const Report alone = profile_model("plain", {"1x3x16x16"}, options);
  EXPECT_EQ(report.model_calls - alone.model_calls, 2 * 4 * (7 + 1)) << "each warms up by one call";
  EXPECT_GT(report.load->calls_per_second_alone, 0);
  EXPECT_GT(report.phases_ns.concurrency_ns, 0);
}

TEST(SeveralThreads, HaveTimesForEveryModuleThatRan) {
  ProfileOptions options = with_threads(3);
  options.runs = 5;
  const Report report = profile_model("plain", {"1x3x16x16"}, options);
  double own = 0;
  for (const ModuleReport& module : report.modules) {
    EXPECT_EQ(module.under_load.has_value(), module.calls > 0) << module.path;
    if (!module.under_load) continue;
    EXPECT_THAT(module.under_load->time_ns.exclusive.count, some_of(3, 5));
    EXPECT_GT(module.under_load->growth.value(), 0);
    own += module.under_load->time_ns.exclusive.mean;
  }
  const double whole = module_at(report, "").under_load->time_ns.inclusive.mean;
  EXPECT_NEAR(own, whole, 1e-6 * whole) << "own times add up to the call";
}

TEST(SeveralThreads, GoOnForTheTimeAsked) {
  ProfileOptions options = with_threads(2);
  options.runs.reset();
  options.min_time_s = 0.2;
  const Report report = profile_model("plain", {"1x3x16x16"}, options);
  EXPECT_GE(report.load->latency_ns.count, 10);
  EXPECT_GE(report.phases_ns.concurrency_ns, 400'000'000) << "0.2 s without hooks, and with them";
}

TEST(SeveralThreads, MayForkAndBeSuspended) {
  for (const char* model : {"waits_inside", "leaves_running"}) {
    const Report report = profile_model(model, {"8x8"}, with_threads(4));
    EXPECT_GE(module_at(report, "fc").under_load->time_ns.exclusive.count, 1) << model;
  }
}

TEST(SeveralThreads, GetInputsOfTheirOwnAtEachCall) {
  // It transposes its input and fills a list; with the inputs of another thread it fails.
  torch::jit::Module module = load("turns_its_input");
  const at::Tensor x = at::rand({2, 3});
  c10::List<at::Tensor> more({at::rand({1})});
  ProfileOptions options = with_threads(4);
  options.runs = 20;
  const Report report = profile(module, ModelInputs{{x, more}, {}}, options);
  EXPECT_THAT(report.load->latency_ns.count, some_of(4, 20));
  EXPECT_EQ(x.sizes(), (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(more.size(), 1U);
}

TEST(SeveralThreads, AreNotThereUnlessAskedFor) {
  const Report report = profile_model("plain", {"1x3x16x16"});
  EXPECT_FALSE(report.load);
  EXPECT_EQ(report.phases_ns.concurrency_ns, 0);
}

TEST(SeveralThreads, DoNotGoWithPinning) {
  ProfileOptions options = with_threads(2);
  options.pin = true;
  EXPECT_THAT(complaint("plain", "1x3x16x16", options),
              HasSubstr("--concurrency and --pin do not go together"));
}

TEST(SeveralThreads, AreForTheCpu) {
  ProfileOptions options = with_threads(2);
  options.device = "cuda";
  EXPECT_THAT(complaint("plain", "1x3x16x16", options),
              HasSubstr("--concurrency is for the CPU: on cuda"));
}

TEST(SeveralThreads, StopWhereTheUserDoes) {
  ProfileOptions options = with_threads(2);
  std::atomic<bool> in_threads = false;
  options.progress = [&](const std::string& phase, double) { in_threads = phase == "threads"; };
  options.cancelled = [&] { return in_threads.load(); };
  EXPECT_THROW(static_cast<void>(profile_model("plain", {"1x3x16x16"}, options)), Interrupted);
}

TEST(SeveralThreads, FailAsOneDoesAndNameTheModule) {
  // It fails from its 13th call on, which are more than one thread makes here.
  ProfileOptions options = with_threads(8);
  options.warmup = 1;
  options.runs = 1;
  EXPECT_EQ(complaint("raises_later", "2x4", quick()), "nothing");
  EXPECT_THAT(complaint("raises_later", "2x4", options),
              AllOf(HasSubstr("the model failed in body.1"), HasSubstr("worn out")));
}

}  // namespace
}  // namespace hookstat::testing
