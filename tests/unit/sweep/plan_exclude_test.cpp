#include <gmock/gmock.h>

#include "unit/sweep/plan_folder.h"

namespace hookstat::sweep::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class PlanExclude : public PlanFolder {
 protected:
  static std::string with(const std::string& exclude) {
    return "models: [ssd300.pt, bert.pt]\nthreads: [1, 2]\ndevice: [cpu, cuda]\nexclude:\n" +
           exclude;
  }
};

TEST_F(PlanExclude, LeavesOutTheCasesForWhichAllOfAMapHolds) {
  EXPECT_THAT(ids_of(with("  - {model: bert, device: [cuda]}\n  - {threads: [2, 1], device: cuda, "
                          "model: [ssd300]}\n")),
              ElementsAre("ssd300-t1-cpu", "ssd300-t2-cpu", "bert-t1-cpu", "bert-t2-cpu"));
  EXPECT_THAT(ids_of(with("  {device: cuda:0, threads: 1}\n")),
              ElementsAre("ssd300-t1-cpu", "ssd300-t2-cpu", "ssd300-t2-cuda", "bert-t1-cpu",
                          "bert-t2-cpu", "bert-t2-cuda"));
}

TEST_F(PlanExclude, LeavesCasesThatHaveNoSuchAxis) {
  EXPECT_THAT(ids_of("models:\n  - ssd300.pt\n  - {file: bert.pt, dtype: [float16, float32]}\n"
                     "exclude: {dtype: float16}\n"),
              ElementsAre("ssd300", "bert-float32"));
}

TEST_F(PlanExclude, MayNameACaseTwice) {
  const Plan plan = plan_of(with("  - {device: cuda}\n  - {device: cuda, threads: 1}\n"));
  EXPECT_EQ(plan.cases.size(), 4U);
  EXPECT_EQ(plan.excluded, 4U);
}

TEST_F(PlanExclude, NamesAxesAndValuesThatThereAre) {
  EXPECT_THAT(problems_of(with("  - {divice: cuda}\n")),
              ElementsAre("5:6: exclude: unknown key 'divice': did you mean 'device'?"));
  EXPECT_THAT(problems_of(with("  - {inputs: 1x3}\n")),
              ElementsAre("5:6: exclude: unknown key 'inputs': did you mean 'input'?"));
  EXPECT_THAT(problems_of(with("  - {something: 1x3}\n")),
              ElementsAre("5:6: exclude: unknown key 'something': there are model, input, batch, "
                          "resolution, threads, dtype, device and method"));
  EXPECT_THAT(problems_of(with("  - {device: cpu,\n     threads: [1, 3]}\n")),
              ElementsAre("6:15: exclude: threads: no model has '3'"));
  EXPECT_THAT(problems_of(with("  - {model: brt}\n")),
              ElementsAre("5:13: exclude: model: no model has 'brt'"));
  EXPECT_THAT(problems_of(with("  - {dtype: float16}\n")),
              ElementsAre("5:13: exclude: dtype: the plan has no such axis"));
  EXPECT_THAT(problems_of(with("  - {threads: two}\n")),
              ElementsAre(HasSubstr("5:15: threads: expects a whole number")));
  EXPECT_THAT(problems_of(with("  - {threads: [1, 1]}\n")),
              ElementsAre("5:19: threads: 1 is there twice"));
}

TEST_F(PlanExclude, NamesInputsByTheirText) {
  const std::string plan =
      "models: ssd300.pt\nbatch: [1, 2]\ninputs:\n  - '{batch}x3x48x48'\n  - '{batch}x3x64x64'\n"
      "  - [1x4, n=3]\n  - {ids: '{batch}x6', mask: null}\n  - {--inputs: saved.npz, n: 3}\n"
      "exclude:\n";
  const auto left = [&](const std::string& exclude) {
    std::vector<std::string> texts;
    const Plan made = plan_of(plan + exclude);
    for (const Case& one : made.cases) {
      const std::string batch = one.batch ? " b" + std::to_string(*one.batch) : "";
      texts.push_back(one.input_text + batch);
    }
    EXPECT_EQ(made.cases.size() + made.excluded, 8U);
    return texts;
  };
  EXPECT_THAT(
      left("  - {input: '{batch}x3x48x48', batch: 2}\n"),
      ElementsAre("{batch}x3x48x48 b1", "{batch}x3x64x64 b1", "{batch}x3x64x64 b2", "1x4, n=3",
                  "ids={batch}x6, mask=None b1", "ids={batch}x6, mask=None b2", "n=3, saved.npz"));
  EXPECT_THAT(left("  - {input: ['{batch}x3x48x48', '1x4, n=3']}\n"
                   "  - {input: 'ids={batch}x6, mask=None', batch: 1}\n"
                   "  - {input: '{batch}x3x64x64'}\n"),
              ElementsAre("ids={batch}x6, mask=None b2", "n=3, saved.npz"));
  EXPECT_THAT(left("  - {input: 'n=3, saved.npz', model: ssd300}\n  - {batch: [1, 2]}\n"),
              ElementsAre("1x4, n=3"));
}

TEST_F(PlanExclude, NamesInputsByTheirIdAndAllOfALongText) {
  const std::string text(100, 'a');
  const std::string plan = "models: ssd300.pt\ninputs: [" + text + ", b]\n";
  const Plan both = plan_of(plan);
  ASSERT_EQ(both.cases.size(), 2U);
  const Case& first = both.cases[0];
  ASSERT_LT(first.input_text.size(), text.size());
  for (const std::string& name : {text, first.input_text, first.input}) {
    const Plan one = plan_of(plan + "exclude: {input: '" + name + "'}\n");
    ASSERT_EQ(one.cases.size(), 1U) << name;
    EXPECT_EQ(one.cases[0].input_text, "b");
    EXPECT_EQ(one.excluded, 1U);
  }
}

TEST_F(PlanExclude, NamesTheOnlyInputOfAModelToo) {
  const Plan plan = plan_of(
      "models:\n  - {file: ssd300.pt, inputs: 1x3}\n  - {file: bert.pt, inputs: 1x128}\n"
      "  - {file: bert.pt, name: none}\nexclude: {input: 1x3}\n");
  ASSERT_EQ(plan.cases.size(), 2U);
  EXPECT_EQ(plan.cases[0].id, "bert");
  EXPECT_EQ(plan.cases[1].id, "none");
  EXPECT_EQ(plan.excluded, 1U);
}

TEST_F(PlanExclude, NamesInputsThatThereAre) {
  const std::string plan =
      "models: ssd300.pt\ninputs: [1x3x48, 1x3x64, 1x9x80, 1x3x96]\nexclude:\n";
  EXPECT_THAT(problems_of(plan + "  - {input: [1x3x48, 1x3x84]}\n"),
              ElementsAre("4:13: exclude: input: no model has '1x3x84': did you mean '1x3x48'?"));
  EXPECT_THAT(problems_of(plan + "  - {input: something}\n"),
              ElementsAre("4:13: exclude: input: no model has 'something': there are '1x3x48', "
                          "'1x3x64', '1x9x80' and 1 more"));
  EXPECT_THAT(problems_of(with("  - {input: 1x3}\n")),
              ElementsAre("5:13: exclude: input: the plan has no inputs"));
  EXPECT_THAT(problems_of(plan + "  - {input: {x: 1x3x48}}\n"),
              ElementsAre("4:13: input: expects an entry of inputs as one text, or its id, got a "
                          "map"));
  EXPECT_THAT(problems_of(plan + "  - {input: [\"1x3x48\", 1x3x48]}\n"),
              ElementsAre("4:24: input: 1x3x48 is there twice"));
  EXPECT_THAT(problems_of(plan + "  - {input: [\"a\\nb\", \"a\\nb\"]}\n"),
              ElementsAre(HasSubstr("4:13: exclude: input: no model has 'a?b'"),
                          "4:22: input: a\\nb is there twice"));
}

TEST_F(PlanExclude, IsMadeOfMaps) {
  const std::string expected =
      "exclude: expects maps of axes, such as {device: cuda, batch: [8, 16]}, got ";
  EXPECT_THAT(problems_of(with("  - cuda\n")), ElementsAre("5:5: " + expected + "'cuda'"));
  EXPECT_THAT(problems_of(with("  - {}\n")), ElementsAre("5:5: " + expected + "a map"));
  EXPECT_THAT(problems_of(with("  []\n")), ElementsAre("5:3: " + expected + "an empty list"));
}

TEST_F(PlanExclude, LeavesOutSomethingAndNotEverything) {
  EXPECT_THAT(problems_of("models:\n  - {file: ssd300.pt, threads: 1}\n  - {file: bert.pt, device: "
                          "cuda}\nexclude:\n  - {threads: 1, device: cuda}\n"),
              ElementsAre("5:5: exclude: no case is like that"));
  EXPECT_THAT(problems_of(with("  - {threads: 2}\n  - {device: [cuda, cpu]}\n")),
              ElementsAre("6:5: exclude: every case is like that"));
  EXPECT_THAT(problems_of(with("  - {device: cuda}\n  - {device: cpu}\n")),
              ElementsAre("4:1: exclude: no case is left"));
}

TEST_F(PlanExclude, IsOfAThousandMapsAtMost) {
  std::string maps;
  for (int i = 0; i <= 1000; ++i) maps += "  - {device: cuda}\n";
  EXPECT_THAT(problems_of(with(maps)),
              ElementsAre("5:3: exclude: has 1,001 entries, 1,000 at most"));
}

}  // namespace
}  // namespace hookstat::sweep::testing
