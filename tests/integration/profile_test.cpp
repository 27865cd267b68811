// The three kinds of run, the options, and what a failing model becomes.
#include "hookstat/profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "hookstat/error.h"
#include "integration/models.h"

namespace hookstat::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;

template <class Failure>
std::string failure_of(const std::string& model, const std::vector<std::string>& specs,
                       const ProfileOptions& options = quick()) {
  try {
    static_cast<void>(profile_model(model, specs, options));
  } catch (const Failure& error) {
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << "one line";
    return error.what();
  }
  return "it ran";
}

TEST(Profile, CountsTheCallsOfTheModelThatItMakes) {
  const Report report = profile_model("plain", {"1x3x16x16"});
  // Cold, values and operators; one more warm-up of each variant; three runs of each.
  EXPECT_EQ(report.model_calls, 3 + 2 * 1 + 2 * 3);
  EXPECT_EQ(report.settings.warmup, 2);
  EXPECT_EQ(report.settings.runs, 3);
  EXPECT_EQ(report.latency_ns.count, 3);
  EXPECT_EQ(report.hooked_latency_ns.count, 3);
  EXPECT_EQ(report.run_latencies_ns.size(), 3U);
  EXPECT_GT(report.first_call_ns, 0);
}

TEST(Profile, ObeysAnExplicitWarmUpOfOne) {
  ProfileOptions options = quick();
  options.warmup = 1;
  EXPECT_EQ(profile_model("plain", {"1x3x16x16"}, options).model_calls, 3 + 2 * 3);
}

TEST(Profile, GoesOnForAtLeastTheTimeGiven) {
  ProfileOptions options = quick();
  options.min_time_s = 0.2;
  const Report report = profile_model("plain", {"1x3x16x16"}, options);
  EXPECT_GE(report.settings.runs, 3);
  EXPECT_GE(report.phases_ns.runs_ns, 200'000'000);
}

TEST(Profile, RunsAnyMethod) {
  ProfileOptions options = quick();
  options.model.method = "encode";
  const Report report = profile_model("two_inputs", {"2x8"}, options);
  EXPECT_EQ(report.model.method, "encode");
  EXPECT_EQ(module_at(report, "fc").calls, 2);
  EXPECT_THAT(module_at(report, "").methods, ElementsAre(::testing::Pair("encode", 1)));
}

TEST(Profile, DescribesAllArguments) {
  const Report report = profile_model("two_inputs", {"2x8", "mask=2x8:bool"});
  ASSERT_EQ(report.inputs.size(), 4U);
  EXPECT_EQ(report.inputs[1].name, "mask");
  EXPECT_EQ(report.inputs[1].tensor->dtype, "bool");
  EXPECT_EQ(report.inputs[3].kind, "none");
  EXPECT_EQ(module_at(report, "").inputs.size(), 2U);
}

TEST(Profile, RecordsNamedTensorsOfTheModelItself) {
  torch::jit::Module module = load("two_inputs");
  const ModelInputs inputs = inputs_for(module, {"2x8", "mask=2x8:bool", "bias=8"});
  ASSERT_FALSE(inputs.named.empty());
  const Report report = profile(module, inputs, quick());
  ASSERT_EQ(module_at(report, "").inputs.size(), 3U);
  EXPECT_EQ(module_at(report, "").inputs.back().shape, (Shape{8}));
}

TEST(Profile, LeavesTheTimelineOutWhenAsked) {
  ProfileOptions options = quick();
  EXPECT_TRUE(profile_model("plain", {"1x3x16x16"}, options).timeline);
  options.timeline = false;
  EXPECT_FALSE(profile_model("plain", {"1x3x16x16"}, options).timeline);
}

TEST(Profile, TellsItsProgress) {
  ProfileOptions options = quick();
  std::set<std::string> phases;
  options.progress = [&](const std::string& phase, double done) {
    phases.insert(phase);
    EXPECT_GE(done, 0.0);
    EXPECT_LE(done, 1.0);
  };
  static_cast<void>(profile_model("plain", {"1x3x16x16"}, options));
  EXPECT_THAT(phases, IsSupersetOf({"analysis", "warm-up", "runs", "report"}));
}

TEST(Profile, WarnsOfAModelInTrainingMode) {
  const Report report = profile_model("training", {"2x3x16x16"});
  EXPECT_THAT(report.warnings, Contains(Field(&Note::code, "training_mode")));
}

TEST(Profile, WarnsThatStrictRunsCompareTwoExecutors) {
  ProfileOptions options = quick();
  options.strict = true;
  const Report report = profile_model("plain", {"1x3x16x16"}, options);
  EXPECT_TRUE(report.settings.strict);
  EXPECT_EQ(module_at(report, "act").calls, 4);
  EXPECT_THAT(report.warnings, Contains(Field(&Note::code, "strict_executor")));
}

TEST(Profile, PricesEveryOperatorOfTheFirstOrdinaryRunOnly) {
  // The optimiser calls operators too when it prepares the first run; those are not the model's.
  const Report report = profile_model("plain", {"1x3x16x16"});
  std::set<std::string> names;
  for (const OperatorReport& op : report.operators) names.insert(op.name);
  EXPECT_THAT(names, ::testing::Not(Contains("aten::equal")));
  EXPECT_TRUE(report.uncounted.empty());
}

TEST(ProfileErrors, NameTheModuleThatFailed) {
  EXPECT_THAT(failure_of<ModelError>("raises", {"2x3"}),
              HasSubstr("the model failed in inner.1 (Picky.forward): needs seven rows ("));
  EXPECT_THAT(failure_of<ModelError>("ssd300", {"1x4x300x300"}),
              HasSubstr("the model failed in vgg.0 (Conv2d.forward): "));
}

TEST(ProfileErrors, SayThatTheModelFailedWhereNoSubmoduleDid) {
  EXPECT_THAT(failure_of<ModelError>("two_inputs", {"2x8", "3x8:bool"}),
              HasSubstr("the model failed: "));
}

TEST(ProfileErrors, RefuseOptionsThatCannotBe) {
  ProfileOptions options = quick();
  options.runs = 0;
  EXPECT_EQ(failure_of<InputError>("plain", {"1x3x16x16"}, options),
            "--runs 0: must be at least 1");
  options = quick();
  options.warmup = -1;
  EXPECT_THAT(failure_of<InputError>("plain", {"1x3x16x16"}, options), HasSubstr("--warmup -1"));
  options = quick();
  options.threads = -2;
  EXPECT_THAT(failure_of<InputError>("plain", {"1x3x16x16"}, options), HasSubstr("--threads -2"));
  options.threads = 100'000;
  EXPECT_EQ(failure_of<InputError>("plain", {"1x3x16x16"}, options),
            "--threads 100000: must be at most 1024");
  options = quick();
  options.min_time_s = std::numeric_limits<double>::infinity();
  EXPECT_THAT(failure_of<InputError>("plain", {"1x3x16x16"}, options), HasSubstr("--min-time"));
}

TEST(ProfileErrors, RefuseInputsThatDoNotFit) {
  torch::jit::Module module = load("plain");
  ModelInputs inputs;
  EXPECT_THROW(static_cast<void>(profile(module, inputs, quick())), InputError);
  inputs.positional.emplace_back("text");
  EXPECT_THROW(static_cast<void>(profile(module, inputs, quick())), InputError);
}

TEST(ProfileErrors, StopAtTheFirstCallAfterAnInterruption) {
  ProfileOptions options = quick();
  options.cancelled = [] { return true; };
  EXPECT_EQ(failure_of<Interrupted>("plain", {"1x3x16x16"}, options), "interrupted");
}

}  // namespace
}  // namespace hookstat::testing
