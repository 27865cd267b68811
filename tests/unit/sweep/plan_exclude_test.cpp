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
              ElementsAre("5:6: exclude: unknown key 'inputs': there are model, batch, resolution, "
                          "threads, dtype, device and method"));
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
