// A sweep's report in each format.
#include "sweep/sweep_writers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hookstat::sweep::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

SweepReport some_report() {
  SweepReport report;
  report.plan = "plan.yaml";
  report.version = "0.1.0";
  report.axes = {"batch"};
  SweepRow good;
  good.settings.id = "net-b8";
  good.settings.model = "net";
  good.settings.batch = 8;
  good.result.emplace();
  good.result->id = "net-b8";
  good.result->seconds = 3;
  good.measured.emplace();
  good.measured->latency_ns = {10, 1e6, 1e6, 2e6, 2e6, 3e6, 4e6, 5e6, 1e5, std::pair(1.9e6, 2.1e6)};
  good.measured->items_per_second = 4000;
  good.measured->flops_per_item = 1'500'000;
  good.measured->core_seconds_per_item = 2.5e-4;
  SweepRow bad;
  bad.settings.id = "net-b16";
  bad.settings.model = "net";
  bad.result.emplace();
  bad.result->status = CaseStatus::kFailed;
  bad.result->message = "=cmd|' <script> | \"no\"";
  bad.result->exit_code = 3;
  SweepRow missing;
  missing.settings.id = "net-b32";
  missing.settings.model = "net";
  report.rows = {good, bad, missing};
  report.best = {{"net", "net-b8", 2e6, 4000}};
  report.scalings = {{"batch",
                      "net",
                      {1, 8},
                      {"net-b1", "net-b8"},
                      {1e6, 2e6},
                      {{"conv|1", "Conv2d", {1e6, 2e6}, 99.0, {1.0, 4.0}, std::nullopt},
                       {"", "Net", {0, 1}, 0.5, {std::nullopt, std::nullopt}, 8}}}};
  return report;
}

TEST(SweepJson, HasWhatTheReportHas) {
  const auto json = nlohmann::json::parse(sweep_json(some_report()));
  EXPECT_EQ(json["schema_version"], 1);
  EXPECT_EQ(json["tool"]["version"], "0.1.0");
  EXPECT_EQ(json["price_per_hour"], nullptr);
  ASSERT_EQ(json["cases"].size(), 3U);
  const auto& good = json["cases"][0];
  EXPECT_EQ(good["status"], "ok");
  EXPECT_EQ(good["batch"], 8);
  EXPECT_EQ(good["dtype"], nullptr);
  EXPECT_EQ(good["latency_ns"]["median"], 2e6);
  EXPECT_EQ(good["latency_ns"]["median_ci95"], (std::vector<double>{1.9e6, 2.1e6}));
  EXPECT_EQ(good["items_per_second"], 4000);
  const auto& bad = json["cases"][1];
  EXPECT_EQ(bad["status"], "failed");
  EXPECT_EQ(bad["message"], "=cmd|' <script> | \"no\"");
  EXPECT_EQ(bad["latency_ns"], nullptr);
  EXPECT_EQ(bad["items_per_second"], nullptr);
  EXPECT_EQ(json["cases"][2]["status"], "missing");
  EXPECT_EQ(json["best"][0]["id"], "net-b8");
  const auto& modules = json["scalings"][0]["modules"];
  EXPECT_EQ(modules[0]["gain"], (std::vector<double>{1, 4}));
  EXPECT_EQ(modules[0]["stops_at"], nullptr);
  EXPECT_EQ(modules[1]["gain"][1], nullptr);
  EXPECT_EQ(modules[1]["stops_at"], 8);
}

TEST(SweepCsv, HasARowForEachCaseAndNoFormula) {
  const std::string csv = sweep_csv(some_report());
  EXPECT_EQ(std::ranges::count(csv, '\n'), 4);
  EXPECT_THAT(csv, StartsWith("id,model,input,batch,resolution,threads,dtype,device,method,status,"
                              "message,latency_median_ns,"));
  EXPECT_THAT(
      csv,
      HasSubstr(
          "\nnet-b8,net,,8,,,,,,ok,,2000000,3000000,4000000,4000,1500000,0.00025,,,,0,,3,0,0,"));
  EXPECT_THAT(csv, HasSubstr("failed,\"'=cmd|' <script> | \"\"no\"\"\","));
  EXPECT_THAT(csv, HasSubstr("\nnet-b32,net,,,,,,,,missing,,,"));
}

TEST(SweepMarkdown, ShowsFailuresBestAndScaling) {
  const std::string text = sweep_markdown(some_report());
  EXPECT_THAT(text, HasSubstr("3 cases: 1 ok, 1 failed, 1 missing."));
  EXPECT_THAT(text, HasSubstr("## Failures"));
  EXPECT_THAT(text, Not(HasSubstr("<script>")));
  EXPECT_THAT(text, HasSubstr("| net | from 2.00 ms | net\\-b8 | 4,000 |"));
  EXPECT_THAT(text, HasSubstr("| net\\-b8 | ok | 2.00 ms | 4.00 ms | 4,000 | 1.50M | 250 us |"));
  EXPECT_THAT(text, HasSubstr("| conv\\|1 | Conv2d | - | 99.00 | 1.00 | 4.00 |"));
  EXPECT_THAT(text, Not(HasSubstr("(model)"))) << "it has half a percent of the time";
  for (std::size_t at = 0; (at = text.find("\n| ", at)) != std::string::npos; ++at) {
    const std::string line = text.substr(at + 1, text.find('\n', at + 1) - at - 1);
    EXPECT_TRUE(line.ends_with(" |")) << line;
  }
}

TEST(SweepTable, ShowsAHundredCasesAtMost) {
  SweepReport report = some_report();
  report.rows.resize(250, report.rows[0]);
  EXPECT_THAT(sweep_table(report, 80, false), HasSubstr("\n(150 not shown)\n"));
}

TEST(SweepTable, FitsATerminal) {
  for (const std::size_t width : {std::size_t{0}, std::size_t{60}, std::size_t{100}}) {
    SweepReport report = some_report();
    report.rows[1].result->message += " and a reason that is much longer than a terminal is wide";
    const std::string text = sweep_table(report, width, false);
    EXPECT_THAT(text, StartsWith("3 cases: 1 ok, 1 failed, 1 missing\n"));
    EXPECT_THAT(text, HasSubstr("net-b8"));
    EXPECT_THAT(text, HasSubstr("Failures"));
    std::size_t start = 0;
    while (width > 0 && start < text.size()) {
      const std::size_t end = text.find('\n', start);
      EXPECT_LE(end - start, width) << text.substr(start, end - start);
      start = end + 1;
    }
  }
  EXPECT_THAT(sweep_table(some_report(), 80, true), HasSubstr("\x1b["));
}

TEST(SweepWriters, TakeAReportWithNothingInIt) {
  const SweepReport empty;
  EXPECT_EQ(nlohmann::json::parse(sweep_json(empty))["cases"].size(), 0U);
  EXPECT_EQ(std::ranges::count(sweep_csv(empty), '\n'), 1);
  EXPECT_THAT(sweep_markdown(empty), HasSubstr("0 cases"));
  EXPECT_THAT(sweep_table(empty, 80, false), StartsWith("0 cases"));
}

}  // namespace
}  // namespace hookstat::sweep::testing
