// What a Sampler counts, measures and returns.
#include "hookstat/sampler.h"

#include <ATen/ATen.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/csrc/jit/passes/freeze_module.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "hookstat/error.h"
#include "hookstat/write.h"
#include "integration/serving/small_models.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;

Sampler sampled(const SamplerOptions& options, int calls) {
  Sampler sampler(small_model(), options);
  for (int i = 0; i < calls; ++i) {
    EXPECT_TRUE(sampler({input()}).toTensor().equal(plain_result()));
  }
  return sampler;
}

TEST(Sampler, CountsEachCallAndHooksOneInSoMany) {
  const Sampler sampler = sampled({.every = 10, .name = "small.pt"}, 1000);
  const SamplingReport counts = sampler.counts();
  EXPECT_EQ(counts.calls, 1000);
  EXPECT_EQ(counts.every, 10);
  EXPECT_EQ(counts.not_counted, 3) << "one for shapes, two to warm up";
  EXPECT_EQ(counts.hooked, 97);
  // In the block of the last call that warms up, the plain one comes before it or after.
  EXPECT_GE(counts.plain, 97);
  EXPECT_LE(counts.plain, 98);
  EXPECT_EQ(counts.failed, 0);
  EXPECT_EQ(counts.skipped, 0);
}

TEST(Sampler, HooksEachCallWhereThatIsWanted) {
  const SamplingReport counts = sampled({.every = 1, .warmup = 0}, 50).counts();
  EXPECT_EQ(counts.hooked, 49);
  EXPECT_EQ(counts.not_counted, 1);
  EXPECT_EQ(counts.plain, 0);
}

TEST(Sampler, HooksNoMoreASecondThanAllowed) {
  const SamplingReport counts = sampled({.every = 2, .per_second = 1e-3}, 100).counts();
  EXPECT_EQ(counts.not_counted, 1) << "the first, and no other for a thousand seconds";
  EXPECT_EQ(counts.skipped, 49);
  const SamplingReport all = sampled({.every = 2, .per_second = 1e9}, 100).counts();
  EXPECT_EQ(all.skipped, 0);
  EXPECT_EQ(all.hooked + all.not_counted, 50);
}

TEST(Sampler, TimesCallsThatALimitLeavesWhereEachIsToBeHooked) {
  const SamplingReport counts =
      sampled({.every = 1, .per_second = 1000, .warmup = 0}, 20'000).counts();
  EXPECT_GT(counts.hooked, 0);
  EXPECT_EQ(counts.hooked + counts.not_counted + counts.skipped, 20'000);
  EXPECT_GT(counts.plain, 0);
  EXPECT_LE(counts.plain, counts.hooked);
}

TEST(Sampler, MakesAReportThatIsWhole) {
  const Sampler sampler = sampled({.every = 2, .name = "small.pt"}, 200);
  const Report report = sampler.snapshot();
  EXPECT_EQ(report.model.path, "small.pt");
  EXPECT_EQ(report.model_calls, 200);
  EXPECT_EQ(report.settings.warmup, 2);
  ASSERT_TRUE(report.sampling);
  EXPECT_EQ(*report.sampling, sampler.counts());
  EXPECT_EQ(report.latency_ns.count, report.sampling->plain);
  EXPECT_EQ(report.hooked_latency_ns.count, report.sampling->hooked);
  ASSERT_EQ(report.modules.size(), 6U);
  double exclusive_ns = 0;
  double percent = 0;
  for (const ModuleReport& module : report.modules) {
    EXPECT_EQ(module.time_ns.exclusive.count, 97) << module.path;
    exclusive_ns += module.time_ns.exclusive.mean;
    percent += module.time_percent.value();
    if (module.path == "heads") {
      EXPECT_EQ(module.calls, 0);
      EXPECT_GT(module.time_ns.inclusive.mean, 0) << "that of what is below";
    } else {
      EXPECT_EQ(module.calls, 1) << module.path;
      EXPECT_EQ(module.outputs.at(0).shape, Shape{2}) << module.path;
    }
  }
  EXPECT_NEAR(percent, 100.0, 1e-6);
  EXPECT_NEAR(exclusive_ns, report.modules[0].time_ns.inclusive.mean, 0.01 * exclusive_ns + 10);
  EXPECT_LE(report.modules[0].time_ns.inclusive.mean, report.hooked_latency_ns.mean);
  EXPECT_EQ(report.inputs.size(), 2U) << "with the default";
  EXPECT_EQ(report.totals.cost.flops, 2 * 5 + 2 * 2);  // x * 2 + 1 twice, * scale, two negations
  EXPECT_EQ(report_from_json(report_to_json(report)), report);
}

TEST(Sampler, MakesAReportBeforeThereWasACall) {
  const Sampler sampler(small_model());
  const Report report = sampler.snapshot();
  EXPECT_EQ(report.modules.size(), 6U);
  EXPECT_EQ(report.latency_ns.count, 0);
  EXPECT_EQ(report_from_json(report_to_json(report)), report);
  for (const char* format : {"table", "markdown", "csv", "prometheus"}) {
    std::ostringstream text;
    write(report, format, text);
    EXPECT_NE(text.str(), "") << format;
  }
  EXPECT_THAT(sampler.prometheus(), HasSubstr("hookstat_sampler_calls_total"));
}

TEST(Sampler, SaysInEachFormatWhatItIsOf) {
  const Report report = sampled({.every = 2, .name = "small.pt"}, 200).snapshot();
  for (const char* format : {"table", "markdown"}) {
    std::ostringstream text;
    write(report, format, text);
    EXPECT_THAT(text.str(), HasSubstr("1 in 2 of 200 calls")) << format;
  }
}

TEST(Sampler, HasMetricsThatCountUp) {
  const Sampler sampler = sampled({.every = 4, .warmup = 0, .name = "small \"1\".pt"}, 400);
  const std::string text = sampler.prometheus();
  EXPECT_THAT(text, HasSubstr("# TYPE hookstat_sampler_calls_total counter\n"
                              "hookstat_sampler_calls_total{model=\"small \\\"1\\\".pt\","
                              "method=\"forward\"} 400\n"));
  EXPECT_THAT(text, HasSubstr("method=\"forward\",kind=\"hooked\"} 99\n"));
  EXPECT_THAT(text, HasSubstr("# TYPE hookstat_sampler_module_exclusive_seconds histogram\n"));
  EXPECT_THAT(text, HasSubstr("module=\"heads.a\",class=\"Negate\",le=\"+Inf\"} 99\n"));
}

TEST(Sampler, WritesMetricsWholeOrNotAtAll) {
  const auto folder = std::filesystem::temp_directory_path() / "hookstat_sampler_test";
  std::filesystem::create_directories(folder);
  const std::string path = folder / "metrics.prom";
  const Sampler sampler = sampled({.every = 4}, 40);
  sampler.write_prometheus(path);
  std::ifstream file(path);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  EXPECT_EQ(text, sampler.prometheus());
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1)
      << "nothing is left beside it";
  EXPECT_THROW(sampler.write_prometheus(folder / "none" / "metrics.prom"), OutputError);
  std::filesystem::remove_all(folder);
}

TEST(Sampler, TakesNamedInputsAndDefaults) {
  const Sampler sampler(small_model(), {.every = 2});
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(sampler({input()}, {{"scale", 1.0}}).toTensor().equal(input() * 4 + 3));
    EXPECT_TRUE(sampler({input(), 0.0}).toTensor().equal(at::zeros({2})));
  }
}

TEST(Sampler, KeepsNoValuesOfClients) {
  const torch::jit::Module model = module_of("Greets", R"(
def forward(self, x: Tensor, name: str, number: int) -> Tensor:
    return x + number + len(name)
)");
  const Sampler sampler(model, {.every = 1});
  for (int i = 0; i < 5; ++i) sampler({input(), std::string("Ada Lovelace"), 424242});
  const std::string json = report_to_json(sampler.snapshot());
  EXPECT_EQ(json.find("Lovelace"), std::string::npos);
  EXPECT_EQ(json.find("424242"), std::string::npos);
  EXPECT_NE(json.find("\"str\""), std::string::npos);
}

TEST(Sampler, SamplesOtherMethods) {
  const Sampler sampler(small_model(), {.every = 2, .method = "encode"});
  for (int i = 0; i < 20; ++i) sampler({input()});
  const Report report = sampler.snapshot();
  EXPECT_EQ(report.model.method, "encode");
  EXPECT_GT(report.modules.at(1).time_ns.exclusive.count, 0);
}

TEST(Sampler, RefusesOptionsThatMakeNoSense) {
  EXPECT_THROW(Sampler(small_model(), {.every = 0}), InputError);
  EXPECT_THROW(Sampler(small_model(), {.per_second = -1}), InputError);
  EXPECT_THROW(Sampler(small_model(), {.per_second = std::nan("")}), InputError);
  EXPECT_THROW(Sampler(small_model(), {.warmup = -1}), InputError);
  EXPECT_THROW(Sampler(small_model(), {.method = "decode"}), InputError);
  torch::jit::Module elsewhere = small_model();
  elsewhere.register_buffer("table", at::empty({2}, at::device(at::kMeta)));
  EXPECT_THROW(Sampler(elsewhere, {}), InputError);
}

TEST(Sampler, RefusesAFrozenModelThatIsElsewhere) {
  torch::jit::Module model("__torch__.Adds");
  model.register_attribute("training", c10::BoolType::get(), false);
  model.register_buffer("table", at::empty({2}, at::device(at::kMeta)));
  model.define("def forward(self, x: Tensor) -> Tensor:\n    return x + self.table\n");
  const torch::jit::Module frozen = torch::jit::freeze_module(model);
  ASSERT_EQ(frozen.buffers().size(), 0U);
  EXPECT_THROW(Sampler(frozen, {}), InputError);
}

TEST(Sampler, HasTimesOfForkedBodies) {
  const Sampler sampler(forking_model(), {.every = 2});
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(sampler({input()}).toTensor().equal(input() * 2 + 3));
  }
  const Report report = sampler.snapshot();
  EXPECT_TRUE(report.modules.at(0).wait_ns);
  EXPECT_GT(report.modules.at(1).time_ns.exclusive.mean, 0);
  EXPECT_EQ(report_from_json(report_to_json(report)), report);
}

}  // namespace
}  // namespace hookstat::testing
