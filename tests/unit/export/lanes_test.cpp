#include "export/lanes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "hookstat/exporters.h"
#include "unit/export/sample_reports.h"

namespace hookstat::testing {
namespace {

using exporting::Lane;
using exporting::lanes_of;
using exporting::Slice;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

auto slice(std::size_t module, std::int64_t start_ns, std::int64_t stop_ns, std::size_t depth) {
  return ::testing::AllOf(Field(&Slice::module, module), Field(&Slice::start_ns, start_ns),
                          Field(&Slice::stop_ns, stop_ns), Field(&Slice::depth, depth));
}

TimelineEvent event(std::int64_t module, std::int64_t start_ns, std::int64_t duration_ns,
                    std::int64_t lane = 0) {
  TimelineEvent result;
  result.module = module;
  result.lane = lane;
  result.start_ns = start_ns;
  result.duration_ns = duration_ns;
  return result;
}

Report with_timeline(std::vector<TimelineEvent> events) {
  Report report = small_report();
  report.timeline = Timeline{3, std::move(events)};
  return report;
}

TEST(Lanes, AreNoneWithoutATimeline) { EXPECT_THAT(lanes_of(small_report()), IsEmpty()); }

TEST(Lanes, NestAndStartFromZero) {
  // The inner ones stand first, and one starts as its parent does.
  const auto lanes = lanes_of(
      with_timeline({event(3, 150, 20), event(2, 110, 30), event(1, 110, 60), event(0, 100, 100)}));
  ASSERT_EQ(lanes.size(), 1U);
  EXPECT_THAT(lanes[0].slices, ElementsAre(slice(0, 0, 100, 0), slice(1, 10, 70, 1),
                                           slice(2, 10, 40, 2), slice(3, 50, 70, 2)));
}

TEST(Lanes, CutWhatReachesBeyond) {
  const auto lanes = lanes_of(with_timeline({event(0, 0, 100), event(1, 50, 80), event(2, 90, 5)}));
  EXPECT_THAT(lanes.at(0).slices,
              ElementsAre(slice(0, 0, 100, 0), slice(1, 50, 100, 1), slice(2, 90, 95, 2)));
}

TEST(Lanes, KeepApartWhatOnlyTouches) {
  const auto lanes = lanes_of(with_timeline({event(1, 0, 10), event(2, 10, 0), event(3, 10, 5)}));
  for (const Slice& one : lanes.at(0).slices) EXPECT_EQ(one.depth, one.module == 2 ? 1U : 0U);
}

TEST(Lanes, OfForksAndTheDeviceAreTheirOwn) {
  TimelineEvent on_device = event(1, 10, 20, 2);
  on_device.device_start_ns = 5;
  on_device.device_duration_ns = 7;
  Report report = with_timeline({event(0, 0, 100), on_device});
  report.environment.device = "cuda:0";
  const std::vector<Lane> lanes = lanes_of(report);
  ASSERT_EQ(lanes.size(), 3U);
  EXPECT_EQ(exporting::lane_name(report, lanes[0]), "the call");
  EXPECT_EQ(exporting::lane_name(report, lanes[1]), "fork 2");
  EXPECT_EQ(exporting::lane_name(report, lanes[2]), "fork 2 on cuda:0");
  EXPECT_THAT(lanes[2].slices, ElementsAre(slice(1, 0, 7, 0)));
}

/// "B 0 a", "E 100 a" of one lane.
std::vector<std::string> steps_of(const nlohmann::json& events, const char* kind, const char* at) {
  std::vector<std::string> steps;
  for (const auto& step : events) {
    if (!step.contains(at)) continue;
    steps.push_back(step[kind].get<std::string>() + " " + step[at].dump());
  }
  return steps;
}

TEST(ChromeTrace, BeginsAndEndsInTurn) {
  const Report report = with_timeline({event(0, 0, 100), event(2, 1, 30), event(3, 31, 69)});
  const auto trace = nlohmann::json::parse(find_exporter("chrome-trace")->write(report, {}));
  EXPECT_THAT(steps_of(trace["traceEvents"], "ph", "ts"),
              ElementsAre("B 0.0", "B 0.001", "E 0.031", "B 0.031", "E 0.1", "E 0.1"));
  EXPECT_EQ(trace["otherData"]["run"], 3);
}

TEST(ChromeTrace, HasShapesCostsAndOperators) {
  Report report = with_timeline({event(2, 0, 100)});
  report.modules[2].inputs = {{"float32", {1, 3, 8, 8}, "cpu"}};
  report.operators = {{"features.conv", "aten::conv2d", 1, {}, PriceState::kPriced, 12.5, 1, 0}};
  const auto trace = nlohmann::json::parse(find_exporter("chrome-trace")->write(report, {}));
  const auto& begin = trace["traceEvents"][3];
  EXPECT_EQ(begin["name"], "features.conv");
  EXPECT_EQ(begin["args"]["inputs"][0], "1x3x8x8 float32");
  EXPECT_EQ(begin["args"]["macs"], 86'704'128);
  EXPECT_EQ(begin["args"]["operator_mean_ns"]["aten::conv2d"], 12.5);
}

TEST(ChromeTrace, HasTheMemoryAsACounter) {
  Report report = small_report();
  report.memory = MemoryReport{};
  report.memory->device = "cpu";
  report.memory_timeline = {{0, 1500, 4096}};
  const auto trace = nlohmann::json::parse(find_exporter("chrome-trace")->write(report, {}));
  const auto& counter = trace["traceEvents"].back();
  EXPECT_EQ(counter["ph"], "C");
  EXPECT_EQ(counter["ts"], 1.5);
  EXPECT_EQ(counter["args"]["bytes"], 4096);
}

TEST(Speedscope, OpensAndClosesInTurn) {
  const Report report = with_timeline({event(0, 0, 100), event(2, 1, 30), event(3, 31, 69)});
  const auto file = nlohmann::json::parse(find_exporter("speedscope")->write(report, {}));
  const auto& call = file["profiles"][0];
  EXPECT_EQ(call["name"], "the call (run 3)");
  EXPECT_EQ(call["endValue"], 100);
  EXPECT_THAT(steps_of(call["events"], "type", "at"),
              ElementsAre("O 0", "O 1", "C 31", "O 31", "C 100", "C 100"));
}

TEST(Speedscope, WeighsModulesUnderThoseThatRegisterThem) {
  const auto file = nlohmann::json::parse(find_exporter("speedscope")->write(small_report(), {}));
  const auto& means = file["profiles"].at(0);
  EXPECT_EQ(means["name"], "mean of 20 calls");
  const auto conv = std::ranges::find(means["samples"], nlohmann::json({0, 1, 2}));
  ASSERT_NE(conv, means["samples"].end());
  EXPECT_EQ(means["weights"][static_cast<std::size_t>(conv - means["samples"].begin())], 8'450'000);
  EXPECT_EQ(file["shared"]["frames"][2]["name"], "features.conv Conv2d");
}

}  // namespace
}  // namespace hookstat::testing
