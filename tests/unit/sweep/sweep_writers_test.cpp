// A sweep's report in each format.
#include "sweep/sweep_writers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace hookstat::sweep::testing {
namespace {

using ::testing::EndsWith;
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
  good.measured->machine = "Xeon";
  good.measured->kind = {"Xeon", 16, "2.13.0"};
  good.settings.profile_arguments = {"net.pt", "--runs=3"};
  good.result->started = "2026-01-02T03:04:05Z";
  SweepRow bad;
  bad.settings.id = "net-b16";
  bad.settings.model = "net";
  bad.settings.input = "1a2b3c4d";
  bad.settings.input_text = "1x3, n=3";
  bad.result.emplace();
  bad.result->status = CaseStatus::kFailed;
  bad.result->message = "=cmd|' <script> | \"no\"";
  bad.result->exit_code = 3;
  SweepRow missing;
  missing.settings.id = "net-b32";
  missing.settings.model = "net";
  report.rows = {good, bad, missing};
  report.best = {{"net", "net-b8", 2e6, 4000}};
  report.cheapest = {{"net", "net-b8", 2.5e-4, std::nullopt, 4000}};
  report.scalings = {{"batch",
                      "net",
                      {1, 8},
                      {"net-b1", "net-b8"},
                      {1e6, 2e6},
                      {{"conv|1", "Conv2d", {1e6, 2e6}, 99.0, {1.0, 4.0}, std::nullopt},
                       {"", "Net", {0, 1}, 0.5, {std::nullopt, std::nullopt}, 8}}}};
  return report;
}

SweepReport warned_report() {
  SweepReport report = some_report();
  report.rows[0].measured->warnings = {"drift", "machine_loaded"};
  report.warnings = {{"machines", "two | <kinds>\nof them"}};
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
  EXPECT_EQ(good["arguments"], (std::vector<std::string>{"net.pt", "--runs=3"}));
  EXPECT_EQ(good["logical_cores"], 16);
  EXPECT_EQ(good["libtorch_version"], "2.13.0");
  EXPECT_EQ(good["warnings"], nlohmann::json::array());
  EXPECT_EQ(good["restarts"], 0);
  const auto& bad = json["cases"][1];
  EXPECT_EQ(bad["status"], "failed");
  EXPECT_EQ(bad["message"], "=cmd|' <script> | \"no\"");
  EXPECT_EQ(bad["latency_ns"], nullptr);
  EXPECT_EQ(bad["items_per_second"], nullptr);
  EXPECT_EQ(bad["input_text"], "1x3, n=3");
  EXPECT_EQ(bad["exit_code"], 3);
  EXPECT_EQ(bad["logical_cores"], nullptr);
  EXPECT_EQ(bad["libtorch_version"], "");
  const auto& missing = json["cases"][2];
  EXPECT_EQ(missing["status"], "missing");
  for (const char* field : {"exit_code", "signal", "seconds", "restarts"}) {
    EXPECT_EQ(missing[field], nullptr) << field;
    EXPECT_NE(bad[field], nullptr) << field;
  }
  EXPECT_EQ(json["best"][0]["id"], "net-b8");
  EXPECT_EQ(json["cheapest"], nlohmann::json::parse(R"([{"work": "net", "id": "net-b8",
      "core_seconds_per_item": 0.00025, "device_seconds_per_item": null}])"));
  EXPECT_EQ(json["warnings"], nlohmann::json::array());
  const auto& modules = json["scalings"][0]["modules"];
  EXPECT_EQ(modules[0]["gain"], (std::vector<double>{1, 4}));
  EXPECT_EQ(modules[0]["stops_at"], nullptr);
  EXPECT_EQ(modules[1]["gain"][1], nullptr);
  EXPECT_EQ(modules[1]["stops_at"], 8);
}

TEST(SweepJson, HasTheWarningsOfCasesAndOfTheSweep) {
  const auto json = nlohmann::json::parse(sweep_json(warned_report()));
  EXPECT_EQ(json["cases"][0]["warnings"], (std::vector<std::string>{"drift", "machine_loaded"}));
  EXPECT_EQ(json["cases"][1]["warnings"], nlohmann::json::array());
  EXPECT_EQ(
      json["warnings"],
      nlohmann::json::parse(R"([{"code": "machines", "message": "two | <kinds>\nof them"}])"));
}

TEST(SweepCsv, HasARowForEachCaseAndNoFormula) {
  const std::string csv = sweep_csv(some_report());
  EXPECT_EQ(std::ranges::count(csv, '\n'), 4);
  EXPECT_THAT(csv,
              StartsWith("id,model,input,batch,resolution,threads,dtype,device,method,input_text,"
                         "status,message,latency_median_ns,"));
  EXPECT_THAT(
      csv,
      HasSubstr(
          "\nnet-b8,net,,8,,,,,,,ok,,2000000,3000000,4000000,4000,1500000,0.00025,,,,0,Xeon,16,"
          "2.13.0,,2026-01-02T03:04:05Z,3,0,0,"));
  EXPECT_THAT(csv, HasSubstr("\nnet-b16,net,1a2b3c4d,,,,,,,\"1x3, n=3\",failed,"));
  EXPECT_THAT(csv, HasSubstr("failed,\"'=cmd|' <script> | \"\"no\"\"\","));
  EXPECT_THAT(csv, HasSubstr("\nnet-b32,net,,,,,,,,,missing,,,"));
}

TEST(SweepCsv, HasAsManyCellsAsColumnsAndTheWarnings) {
  SweepReport report = warned_report();
  report.rows[1].result->message.clear();
  report.rows[1].settings.input_text.clear();
  const std::string csv = sweep_csv(report);
  const std::string head = csv.substr(0, csv.find('\n'));
  for (std::size_t at = 0; at < csv.size();) {
    const std::size_t end = csv.find('\n', at);
    const std::string line = csv.substr(at, end - at);
    EXPECT_EQ(std::ranges::count(line, ','), std::ranges::count(head, ',')) << line;
    at = end + 1;
  }
  EXPECT_THAT(head, HasSubstr(",libtorch_version,warnings,started,"));
  EXPECT_THAT(csv, HasSubstr(",2.13.0,drift machine_loaded,2026-01-02T03:04:05Z,"));
}

TEST(SweepMarkdown, ShowsFailuresBestAndScaling) {
  const std::string text = sweep_markdown(some_report());
  EXPECT_THAT(text, HasSubstr("3 cases: 1 ok, 1 failed, 1 missing."));
  EXPECT_THAT(text, HasSubstr("## Failures"));
  EXPECT_THAT(text, Not(HasSubstr("<script>")));
  EXPECT_THAT(text, HasSubstr("| net | from 2.00 ms | net\\-b8 | 4,000 |"));
  EXPECT_THAT(text, HasSubstr("## Least core time an item\n\n"
                              "| work | case | core time/item | items/s |\n"
                              "| --- | --- | ---: | ---: |\n"
                              "| net | net\\-b8 | 250 us | 4,000 |\n"));
  EXPECT_THAT(text, Not(HasSubstr("device time")));
  EXPECT_THAT(text, Not(HasSubstr("arnings")));
  EXPECT_THAT(text, HasSubstr("| stops at | time % | gain at 1 | gain at 8 |"));
  EXPECT_THAT(text, HasSubstr("| net\\-b8 | ok | 2.00 ms | 4.00 ms | 4,000 | 1.50M | 250 us |"));
  EXPECT_THAT(text, HasSubstr("| conv\\|1 | Conv2d | - | 99.00 | 1.00 | 4.00 |"));
  EXPECT_THAT(text, Not(HasSubstr("(model)"))) << "it has half a percent of the time";
  for (std::size_t at = 0; (at = text.find("\n| ", at)) != std::string::npos; ++at) {
    const std::string line = text.substr(at + 1, text.find('\n', at + 1) - at - 1);
    EXPECT_TRUE(line.ends_with(" |")) << line;
  }
}

TEST(SweepMarkdown, ShowsWarnings) {
  const std::string text = sweep_markdown(warned_report());
  EXPECT_THAT(text, HasSubstr(" | core time/item | warnings |\n"));
  EXPECT_THAT(text, HasSubstr(" | 250 us | drift, machine\\_loaded |\n"));
  EXPECT_THAT(text, HasSubstr("\n## Warnings\n\n- two \\| \\<kinds\\>"));
}

TEST(SweepMarkdown, ShowsTwentyScalingsAtMost) {
  SweepReport report = some_report();
  const auto tables = [&](std::size_t count) {
    report.scalings.resize(count, report.scalings[0]);
    const std::string text = sweep_markdown(report);
    std::size_t found = 0;
    for (std::size_t at = 0; (at = text.find("\n### ", at)) != std::string::npos; ++at) ++found;
    return std::pair(found, text);
  };
  const auto [few, whole] = tables(20);
  EXPECT_EQ(few, 20U);
  EXPECT_THAT(whole, Not(HasSubstr("not shown")));
  const auto [many, cut] = tables(23);
  EXPECT_EQ(many, 20U);
  EXPECT_THAT(cut, HasSubstr("\n3 more tables not shown: the JSON has them.\n"));
}

TEST(SweepTable, ShowsTheCheapestAndWarnings) {
  const std::string plain = sweep_table(some_report(), 100, false);
  EXPECT_THAT(plain, HasSubstr("\nLeast core time an item\n"));
  EXPECT_THAT(plain, Not(HasSubstr("Least device time")));
  EXPECT_THAT(plain, Not(HasSubstr("warning")));
  const std::string warned = sweep_table(warned_report(), 100, false);
  EXPECT_THAT(warned, HasSubstr("  drift, machine_loaded\n"));
  EXPECT_THAT(warned, EndsWith("\n\nwarning: two | <kinds>\\nof them\n"));
  SweepReport on_device = some_report();
  on_device.cheapest = {{"net", "net-b8", std::nullopt, 2.5e-4, 4000}};
  EXPECT_THAT(sweep_table(on_device, 100, false), HasSubstr("\nLeast device time an item\n"));
}

TEST(SweepTable, KeepsWarningsLongerThanCosts) {
  const SweepReport report = warned_report();
  bool had_warnings_alone = false;
  for (std::size_t width = 110; width > 40; --width) {
    const std::string text = sweep_table(report, width, false);
    const std::string table = text.substr(text.find("\nCases\n"));
    const bool has_warnings = table.find("drift, machine_loaded") != std::string::npos;
    const bool has_flops = table.find("FLOPs/item") != std::string::npos;
    EXPECT_TRUE(has_warnings || !has_flops) << width;
    if (has_warnings && !has_flops) had_warnings_alone = true;
    EXPECT_TRUE(table.find("items/s") != std::string::npos || !has_warnings) << width;
  }
  EXPECT_TRUE(had_warnings_alone);
}

TEST(SweepTable, ShowsAHundredCasesAtMost) {
  SweepReport report = some_report();
  report.rows.resize(250, report.rows[0]);
  EXPECT_THAT(sweep_table(report, 80, false), HasSubstr("\n(150 not shown)\n"));
}

TEST(SweepTable, FitsATerminal) {
  for (const std::size_t width : {std::size_t{0}, std::size_t{60}, std::size_t{100}}) {
    SweepReport report = warned_report();
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
