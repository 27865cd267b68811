#include <gmock/gmock.h>

#include "unit/sweep/plan_folder.h"

namespace hookstat::sweep::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PlanProfile : public PlanFolder {
 protected:
  /// With the options in line 3 and after.
  [[nodiscard]] std::vector<std::string> complaints(const std::string& options) const {
    return problems_of("models: ssd300.pt\nprofile:\n  " + options + "\n");
  }
  [[nodiscard]] std::vector<std::string> words(const std::string& options) const {
    const Plan plan = plan_of("models: ssd300.pt\nprofile:\n  " + options + "\n");
    if (plan.cases.empty()) return {};
    const auto& all = plan.cases[0].profile_arguments;
    return {all.begin() + 1, all.end()};
  }
};

TEST_F(PlanProfile, HasTheOptionsOfACase) {
  EXPECT_THAT(
      words("{runs: 20, warmup: 3, min-time: 0.5, processes: 3, seed: 0, input-fill: zeros,"
            " interop-threads: 2, pin: true, autocast: bfloat16, channels-last: true,"
            " freeze: true, optimize-for-inference: true, grad: true, strict: true,"
            " operators: true, sources: true, memory: true, concurrency: 1, peaks: '1T,50G',"
            " costs: rules.json, load-library: [ops.so], no-timeline: true}"),
      ElementsAre("--input-fill=zeros", "--load-library=" + path_of("ops.so"),
                  "--autocast=bfloat16", "--channels-last", "--freeze", "--optimize-for-inference",
                  "--grad", "--interop-threads=2", "--pin", "--warmup=3", "--runs=20",
                  "--min-time=0.5", "--processes=3", "--seed=0", "--strict", "--no-timeline",
                  "--operators", "--sources", "--concurrency=1", "--memory", "--peaks=1T,50G",
                  "--costs=" + path_of("rules.json")));
  EXPECT_THAT(words("{max-time: 0, train: true, keep-partial: true, peaks: measure}"),
              ElementsAre("--train", "--max-time=0", "--peaks=measure", "--keep-partial"));
}

TEST_F(PlanProfile, SaysWhatStandsInSteadOfOtherOptions) {
  EXPECT_THAT(complaints("threads: 2"),
              ElementsAre("3:3: profile: threads is an axis: write it outside of profile"));
  EXPECT_THAT(complaints("runs: 3\n  inputs: a.pt"),
              ElementsAre("4:3: profile: inputs is an axis: write it outside of profile"));
  for (const char* axis : {"batch", "resolution", "dtype", "device", "method"}) {
    EXPECT_THAT(complaints(std::string(axis) + ": 2"), ElementsAre(HasSubstr(" is an axis: ")));
  }
  EXPECT_THAT(complaints("input: 1x3"),
              ElementsAre("3:3: profile: input is what 'inputs' outside of profile gives"));
  EXPECT_THAT(
      complaints("timeout: 3"),
      ElementsAre("3:3: profile: timeout is a key of the plan: write it outside of profile"));
  EXPECT_THAT(complaints("fail-if: flops>1"),
              ElementsAre(HasSubstr("fail-if is a limit for one ")));
  for (const char* option : {"output", "format", "sort", "depth", "top"}) {
    EXPECT_THAT(complaints(std::string(option) + ": 2"),
                ElementsAre(HasSubstr(" is of one report, and a sweep writes its own")));
  }
  EXPECT_THAT(complaints("max_time: 2"),
              ElementsAre("3:3: profile: unknown key 'max_time': did you mean 'max-time'?"));
}

TEST_F(PlanProfile, RefusesValuesOfTheWrongKind) {
  const auto complaint = [this](const std::string& option) {
    const auto all = complaints(option);
    return all.size() == 1 ? all[0] : std::to_string(all.size()) + " problems";
  };
  EXPECT_EQ(complaint("runs: 0"),
            "3:9: profile: runs: expects a whole number of at least 1, got '0'");
  EXPECT_EQ(complaint("runs: '5'"),
            "3:9: profile: runs: expects a whole number of at least 1, got the text '5'");
  EXPECT_EQ(complaint("interop-threads: 1025"),
            "3:20: profile: interop-threads: expects a whole number from 1 to 1024, got '1025'");
  EXPECT_EQ(complaint("seed: -1"),
            "3:9: profile: seed: expects a whole number of at least 0, got '-1'");
  EXPECT_EQ(complaint("min-time: -0.5"),
            "3:13: profile: min-time: expects seconds, 0 or more, got '-0.5'");
  EXPECT_EQ(complaint("memory: yes"), "3:11: profile: memory: expects true or false, got 'yes'");
  EXPECT_EQ(complaint("memory: 'true'"),
            "3:11: profile: memory: expects true or false, got the text 'true'");
  EXPECT_EQ(complaint("autocast: float32"),
            "3:13: profile: autocast: expects float16 or bfloat16, got 'float32'");
  EXPECT_EQ(complaint("input-fill: 'random zeros'"),
            "3:15: profile: input-fill: expects random, zeros or ones, got the text 'random "
            "zeros'");
  EXPECT_EQ(complaint("input-fill: ''"),
            "3:15: profile: input-fill: expects random, zeros or ones, got the text ''");
  EXPECT_EQ(complaint("peaks: [1]"),
            "3:10: profile: peaks: expects peaks, like 1.2T,50G, or 'measure', got a list");
  EXPECT_EQ(complaint("peaks: fast,50G"),
            "3:10: profile: peaks fast,50G: 'fast' is no rate above 0");
  EXPECT_EQ(complaint("costs: none.json"), "3:10: profile: costs: 'none.json': no such file");
  EXPECT_EQ(complaint("load-library: [ops.so,\n   none.so]"),
            "4:4: profile: load-library: 'none.so': no such file");
  EXPECT_EQ(complaint("costs: []"),
            "3:10: profile: costs: expects one file to 100 of them, got an empty list");
  EXPECT_EQ(complaint("costs: [rules.json, ./rules.json]"),
            "3:23: profile: costs: './rules.json' is there twice");
  EXPECT_EQ(problems_of("models: ssd300.pt\nprofile: [runs]\n"),
            std::vector<std::string>{
                "2:10: profile: expects a map of options, such as 'runs: 20', got a list"});
}

TEST_F(PlanProfile, RefusesWhatDoesNotGoTogether) {
  EXPECT_THAT(
      complaints("runs: 3\n  max-time: 2"),
      ElementsAre("4:3: profile: runs and max-time do not go together: one of them ends the "
                  "runs"));
  EXPECT_THAT(complaints("max-time: 2\n  min-time: 1"),
              ElementsAre(HasSubstr("4:3: profile: min-time "
                                    "and max-time do")));
  EXPECT_THAT(complaints("freeze: true\n  train: true"),
              ElementsAre("4:3: profile: freeze and train do not go together: only a model in "
                          "evaluation mode can be frozen"));
  EXPECT_THAT(complaints("optimize-for-inference: true\n  train: true"),
              ElementsAre(HasSubstr("optimize-for-inference and train")));
  EXPECT_THAT(
      complaints("processes: 2\n  keep-partial: true"),
      ElementsAre(HasSubstr("4:3: profile: keep-partial and processes do not go together")));
  EXPECT_THAT(complaints("pin: true\n  concurrency: 2"),
              ElementsAre(HasSubstr("4:3: profile: pin and concurrency do not go together")));
}

TEST_F(PlanProfile, AllowsWhatHookstatProfileAllows) {
  EXPECT_THAT(complaints("{runs: 3, min-time: 2}"), IsEmpty());
  EXPECT_THAT(complaints("{freeze: true, train: false}"), IsEmpty());
  EXPECT_THAT(complaints("{processes: 1, keep-partial: true}"), IsEmpty());
  EXPECT_THAT(complaints("{pin: true, concurrency: 1}"), IsEmpty());
  EXPECT_THAT(problems_of("models: ssd300.pt\ndtype: float16\nprofile: {autocast: float16}\n"),
              IsEmpty());
}

TEST_F(PlanProfile, IsCheckedTogetherWithTheModelsOwn) {
  EXPECT_THAT(problems_of("models:\n  - ssd300.pt\n  - {file: bert.pt, profile: {runs: 3}}\n"
                          "  - {file: bert.pt, name: b, profile: {memory: true}}\n"
                          "profile: {max-time: 3}\n"),
              ElementsAre(HasSubstr("5:11: profile: runs and max-time do not go together")));
}

TEST_F(PlanProfile, LetsSeveralThreadsCallOnTheCpuAlone) {
  const std::string plan = "models: ssd300.pt\ndevice: [cpu, cuda]\nprofile: {concurrency: 2}\n";
  EXPECT_THAT(
      problems_of(plan),
      ElementsAre("3:11: profile: concurrency is for the CPU, and there are cases of ssd300 "
                  "on cuda"));
  EXPECT_THAT(problems_of(plan + "threads: [1, 2]\nexclude: {device: cuda}\n"), IsEmpty());
  EXPECT_THAT(
      problems_of("models: ssd300.pt\ndevice: [cuda, cuda:1, cuda:2]\n"
                  "profile: {concurrency: 2}\n"),
      ElementsAre("3:11: profile: concurrency is for the CPU, and there are cases of ssd300 "
                  "on cuda and 2 more devices"));
}

/// With the models m0 to m6.
std::string seven_models(const std::string& own = "") {
  std::string text = "models:\n";
  for (int i = 0; i < 7; ++i) {
    text += "  - {file: ssd300.pt, name: m" + std::to_string(i) + ", method: f" +
            std::to_string(i) + own + "}\n";
  }
  return text;
}

TEST_F(PlanProfile, IsToldOfOnceForAllModelsThatShareIt) {
  EXPECT_THAT(problems_of(seven_models() + "device: [cpu, cuda]\nprofile: {concurrency: 2}\n"),
              ElementsAre("10:11: profile: concurrency is for the CPU, and there are cases of m0 "
                          "and 6 more models on cuda"));
  EXPECT_THAT(problems_of("models: [ssd300.pt, bert.pt]\ndevice: cuda\nprofile: {concurrency: "
                          "2}\n"),
              ElementsAre(HasSubstr("of ssd300 and 1 more model on cuda")));
  EXPECT_THAT(
      problems_of("models:\n  - {file: ssd300.pt, device: cuda, profile: {concurrency: 3}}\n"
                  "  - {file: bert.pt, device: cuda}\nprofile: {concurrency: 2}\n"),
      ElementsAre(HasSubstr("2:47: profile: concurrency is for the CPU, and there are cases "
                            "of ssd300 on cuda"),
                  HasSubstr("4:11: profile: concurrency is for the CPU, and there are cases "
                            "of bert on cuda")));
}

TEST_F(PlanProfile, LeavesTimeForACaseToEnd) {
  const std::string plan = "models: ssd300.pt\ntimeout: 60\nprofile: ";
  EXPECT_THAT(problems_of(plan + "{runs: 3, min-time: 60}\n"),
              ElementsAre("3:20: timeout: no case of ssd300 can end in 60 s: min-time alone takes "
                          "60 s"));
  EXPECT_THAT(problems_of(plan + "{min-time: 20, processes: 3}\n"),
              ElementsAre("3:25: timeout: no case of ssd300 can end in 60 s: min-time alone takes "
                          "20 s in each of 3 processes"));
  EXPECT_THAT(problems_of("profile: {min-time: 1.5}\nmodels: ssd300.pt\ntimeout: 0.5\n"),
              ElementsAre("3:1: timeout: no case of ssd300 can end in 0.5 s: min-time alone takes "
                          "1.5 s"));
  EXPECT_THAT(problems_of(plan + "{min-time: 59.5, processes: 1}\n"), IsEmpty());
  EXPECT_THAT(problems_of(plan + "{max-time: 60}\n"), IsEmpty());
  EXPECT_THAT(problems_of("models: ssd300.pt\nprofile: {min-time: 1e9}\n"), IsEmpty());
}

TEST_F(PlanProfile, LeavesTimeForACaseOfEachModelToEnd) {
  EXPECT_THAT(
      problems_of(seven_models() + "timeout: 1\nprofile: {min-time: 60}\n"),
      ElementsAre("10:11: timeout: no case of m0 and 6 more models can end in 1 s: min-time "
                  "alone takes 60 s"));
  EXPECT_THAT(problems_of(seven_models(", profile: {min-time: 2}") + "timeout: 1\n"),
              ElementsAre("9:1: timeout: no case of m0 and 6 more models can end in 1 s: min-time "
                          "alone takes 2 s"));
  EXPECT_THAT(
      problems_of("timeout: 3\nmodels:\n  - ssd300.pt\n"
                  "  - {file: bert.pt, profile: {min-time: 3}}\nprofile: {min-time: 2}\n"),
      ElementsAre("4:31: timeout: no case of bert can end in 3 s: min-time alone takes 3 s"));
  EXPECT_THAT(problems_of("timeout: 3\nmodels:\n  - ssd300.pt\n"
                          "  - {file: bert.pt, profile: {min-time: 2}}\nprofile: {min-time: 3}\n"),
              ElementsAre("5:11: timeout: no case of ssd300 can end in 3 s: min-time alone takes 3 "
                          "s"));
}

}  // namespace
}  // namespace hookstat::sweep::testing
