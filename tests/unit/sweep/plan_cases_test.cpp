#include <gmock/gmock.h>

#include "unit/sweep/plan_folder.h"

namespace hookstat::sweep::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using PlanCases = PlanFolder;

TEST_F(PlanCases, AModelAloneIsOneCase) {
  const Plan plan = plan_of("models: ssd300.pt\n");
  ASSERT_THAT(plan.cases, SizeIs(1));
  const Case& only = plan.cases.front();
  EXPECT_EQ(only.index, 0U);
  EXPECT_EQ(only.id, "ssd300");
  EXPECT_EQ(only.model, "ssd300");
  EXPECT_EQ(only.model_file, path_of("ssd300.pt"));
  EXPECT_THAT(only.inputs, IsEmpty());
  EXPECT_EQ(only.inputs_file, "");
  EXPECT_FALSE(only.batch || only.resolution || only.threads || only.dtype || only.device ||
               only.method || only.timeout_s);
  EXPECT_THAT(only.profile_arguments, ElementsAre(path_of("ssd300.pt")));
  EXPECT_EQ(plan.excluded, 0U);
}

TEST_F(PlanCases, AreInTheOrderOfTheFileTheLastAxisFastest) {
  EXPECT_THAT(
      ids_of("method: [forward, embed]\n"
             "threads: [2, 1]\n"
             "models: [ssd300.pt, bert.pt]\n"),
      ElementsAre("ssd300-t2-forward", "ssd300-t2-embed", "ssd300-t1-forward", "ssd300-t1-embed",
                  "bert-t2-forward", "bert-t2-embed", "bert-t1-forward", "bert-t1-embed"));
  EXPECT_THAT(ids_of("models: ssd300.pt\n"
                     "resolution: [300, 224]\n"
                     "inputs: '{batch}x3x{resolution}x{resolution}'\n"
                     "dtype: [bfloat16, float32]\n"
                     "batch: [4, 1]\n"
                     "device: [cuda, cpu]\n"),
              ElementsAre("ssd300-b4-r300-bfloat16-cuda", "ssd300-b4-r300-bfloat16-cpu",
                          "ssd300-b4-r300-float32-cuda", "ssd300-b4-r300-float32-cpu",
                          "ssd300-b4-r224-bfloat16-cuda", "ssd300-b4-r224-bfloat16-cpu",
                          "ssd300-b4-r224-float32-cuda", "ssd300-b4-r224-float32-cpu",
                          "ssd300-b1-r300-bfloat16-cuda", "ssd300-b1-r300-bfloat16-cpu",
                          "ssd300-b1-r300-float32-cuda", "ssd300-b1-r300-float32-cpu",
                          "ssd300-b1-r224-bfloat16-cuda", "ssd300-b1-r224-bfloat16-cpu",
                          "ssd300-b1-r224-float32-cuda", "ssd300-b1-r224-float32-cpu"));
}

TEST_F(PlanCases, AreNumberedAsTheyStand) {
  const Plan plan = plan_of(
      "models: [ssd300.pt, bert.pt]\nthreads: [1, 2]\n"
      "exclude: {model: ssd300, threads: 2}\n");
  ASSERT_THAT(plan.cases, SizeIs(3));
  for (std::size_t i = 0; i < plan.cases.size(); ++i) EXPECT_EQ(plan.cases[i].index, i);
  EXPECT_EQ(plan.excluded, 1U);
}

TEST_F(PlanCases, HaveTheirValuesAndTheWordsOfTheCommandLine) {
  const Plan plan = plan_of(
      "models: {file: ssd300.pt, name: ssd}\n"
      "inputs: {image: '{batch}x3x{resolution}x{resolution}', scale: 0.5, mask: null}\n"
      "batch: 4\nresolution: 300\nthreads: 2\ndtype: bfloat16\ndevice: cuda:1\nmethod: embed\n"
      "timeout: 1.5\n"
      "profile: {memory: true, runs: 20}\n");
  ASSERT_THAT(plan.cases, SizeIs(1));
  const Case& made = plan.cases.front();
  EXPECT_EQ(made.id, "ssd-b4-r300-t2-bfloat16-cuda1-embed");
  EXPECT_EQ(made.model, "ssd");
  EXPECT_THAT(made.inputs, ElementsAre("image=4x3x300x300", "scale=0.5", "mask=None"));
  EXPECT_EQ(made.batch, 4);
  EXPECT_EQ(made.resolution, 300);
  EXPECT_EQ(made.threads, 2);
  EXPECT_EQ(made.dtype, "bfloat16");
  EXPECT_EQ(made.device, "cuda:1");
  EXPECT_EQ(made.method, "embed");
  EXPECT_EQ(made.timeout_s, 1.5);
  EXPECT_THAT(made.profile_arguments,
              ElementsAre(path_of("ssd300.pt"), "--input=image=4x3x300x300", "--input=scale=0.5",
                          "--input=mask=None", "--threads=2", "--dtype=bfloat16", "--device=cuda:1",
                          "--method=embed", "--runs=20", "--memory"));
}

TEST_F(PlanCases, AModelsOwnKeysReplaceThePlansAndItsOptionsAddToThem) {
  const Plan plan = plan_of(
      "models:\n"
      "  - ssd300.pt\n"
      "  - {file: bert.pt, threads: 4, inputs: 1x128, profile: {runs: 5, memory: false, pin: "
      "true}}\n"
      "threads: [1, 2]\n"
      "inputs: 1x3x300x300\n"
      "profile: {runs: 20, memory: true, seed: 7}\n");
  ASSERT_THAT(plan.cases, SizeIs(3));
  EXPECT_THAT(plan.cases[1].profile_arguments,
              ElementsAre(path_of("ssd300.pt"), "--input=1x3x300x300", "--threads=2", "--runs=20",
                          "--seed=7", "--memory"));
  EXPECT_THAT(plan.cases[2].profile_arguments,
              ElementsAre(path_of("bert.pt"), "--input=1x128", "--threads=4", "--pin", "--runs=5",
                          "--seed=7"));
}

TEST_F(PlanCases, GoThroughSizesOnlyWhereAnInputSaysThem) {
  const Plan plan = plan_of("models: ssd300.pt\nbatch: [1, 2]\ninputs: ['{batch}x3', 1x128]\n");
  ASSERT_THAT(plan.cases, SizeIs(3));
  EXPECT_THAT(plan.cases[1].inputs, ElementsAre("2x3"));
  EXPECT_EQ(plan.cases[1].batch, 2);
  EXPECT_THAT(plan.cases[2].inputs, ElementsAre("1x128"));
  EXPECT_EQ(plan.cases[2].batch, std::nullopt);
}

TEST_F(PlanCases, KeepTheirNamesWhenOthersAreAdded) {
  const auto before = ids_of("models: ssd300.pt\ninputs: [1x3, '{batch}x4']\nbatch: [2]\n");
  const auto after = ids_of(
      "models: [bert.pt, ssd300.pt]\ninputs: [1x9, '{batch}x4', 1x3]\n"
      "batch: [1, 2]\n");
  ASSERT_THAT(before, SizeIs(2));
  EXPECT_THAT(before[0], ::testing::MatchesRegex("ssd300-i........"));
  for (const std::string& id : before) EXPECT_THAT(after, ::testing::Contains(id));
}

TEST_F(PlanCases, CudaZeroIsCuda) {
  EXPECT_THAT(ids_of("models: ssd300.pt\ndevice: [cuda:0, cuda:127]\n"),
              ElementsAre("ssd300-cuda", "ssd300-cuda127"));
}

TEST_F(PlanCases, ThatAreOneAreNotMadeTwice) {
  EXPECT_THAT(problems_of("models:\n  - ssd300.pt\n  - {file: ./ssd300.pt, name: again}\n"),
              ElementsAre("3:5: the case again is the same as the case ssd300"));
  EXPECT_THAT(problems_of("models:\n  - ssd300.pt\n  - {file: ssd300.pt, name: again, device: "
                          "cpu, method: [other, forward]}\n"),
              ElementsAre("3:5: the case again-cpu-forward is the same as the case ssd300"));
  EXPECT_THAT(problems_of("models:\n  - ssd300.pt\n  - {file: ssd300.pt, name: again}\n"
                          "threads: [1, 2]\n"),
              ElementsAre("3:5: the case again-t1 is the same as the case ssd300-t1"));
  EXPECT_THAT(problems_of("models: ssd300.pt\nbatch: [1, 2]\ninputs:\n  - 2x3\n  - '{batch}x3'\n"),
              ElementsAre(::testing::StartsWith("5:5: the case ssd300-i")));
  EXPECT_THAT(problems_of("models:\n  - ssd300.pt\n  - {file: ssd300.pt, name: b, profile: "
                          "{runs: 3}}\n"),
              IsEmpty());
}

TEST_F(PlanCases, NeedDifferentNames) {
  EXPECT_THAT(problems_of("threads: [1]\nmodels:\n  - file: ssd300.pt\n    device: cpu\n"
                          "  - {file: bert.pt, name: ssd300-t1, threads: 1}\n"
                          "  - {file: bert.pt, name: ssd300-t1-t1, method: f}\n"),
              IsEmpty());
  write("a.pt", "x");
  write("a-t1.pt", "x");
  EXPECT_THAT(problems_of("models:\n  - {file: a.pt, threads: 1}\n  - a-t1.pt\n"),
              ElementsAre("3:5: two cases would be called a-t1: give the model another name"));
}

TEST_F(PlanCases, AreCountedBeforeTheyAreMade) {
  std::string sizes = "1";
  for (int i = 2; i <= 1000; ++i) sizes += ", " + std::to_string(i);
  const std::string plan = "models: [ssd300.pt]\ninputs: '{batch}x{resolution}'\n";
  EXPECT_THAT(problems_of(plan + "batch: [" + sizes + "]\nresolution: [" + sizes + "]\n" +
                          "device: [cpu, cuda]\n"),
              ElementsAre("1:1: models: there would be 2,000,000 cases before exclude, and 100,000 "
                          "are the most"));
  std::string hundred = sizes.substr(0, sizes.find(", 101"));
  EXPECT_THAT(plan_of(plan + "batch: [" + sizes + "]\nresolution: [" + hundred + "]\n").cases,
              SizeIs(100'000));
}

TEST_F(PlanCases, AreCountedBeforeInputsAreHeldAgainstModels) {
  std::string models;
  std::string inputs;
  for (int i = 1; i <= 1000; ++i) {
    models += "  - {file: ssd300.pt, name: m" + std::to_string(i) + "}\n";
    inputs += "  - 1x" + std::to_string(i) + "\n";
  }
  EXPECT_THAT(problems_of("models:\n" + models + "inputs:\n" + inputs),
              ElementsAre("1:1: models: there would be 1,000,000 cases or more before exclude, and "
                          "100,000 are the most"));
}

TEST_F(PlanCases, TakeNoMoreMemoryThanThereIs) {
  std::string sizes = "1";
  for (int i = 2; i <= 1000; ++i) sizes += ", " + std::to_string(i);
  EXPECT_THAT(problems_of("batch: [" + sizes + "]\ninputs: ['{batch}x3', '" +
                          std::string(200'000, 'a') + "{batch}']\nmodels: ssd300.pt\n"),
              ElementsAre("3:1: models: the arguments of all cases take more than 100 MB: put "
                          "values of inputs into files"));
}

TEST_F(PlanCases, StandRelativeToThePlan) {
  std::filesystem::create_directories(folder_ / "plans");
  write("plans/a.yaml", "models: ../ssd300.pt\n");
  write("-dash.pt", "something");
  write("b.yaml", "models: {file: -dash.pt, name: dash}\n");
  const auto here = std::filesystem::current_path();
  std::filesystem::current_path(folder_);
  const PlanReading beside = read_plan("plans/a.yaml");
  const PlanReading here_too = read_plan("b.yaml");
  std::filesystem::current_path(here);
  ASSERT_TRUE(std::holds_alternative<Plan>(beside));
  EXPECT_EQ(std::get<Plan>(beside).cases[0].model_file, "ssd300.pt");
  ASSERT_TRUE(std::holds_alternative<Plan>(here_too));
  EXPECT_EQ(std::get<Plan>(here_too).cases[0].model_file, "./-dash.pt");  // and no option
}

}  // namespace
}  // namespace hookstat::sweep::testing
