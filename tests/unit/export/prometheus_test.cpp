#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "export/prometheus_text.h"
#include "hookstat/exporters.h"
#include "unit/export/golden.h"
#include "unit/export/sample_reports.h"

namespace hookstat::testing {
namespace {

using exporting::Labels;
using exporting::PrometheusText;
using ::testing::HasSubstr;
using ::testing::Not;

std::string metrics_of(const Report& report, int top = 0) {
  ExportOptions options;
  options.top = top;
  return find_exporter("prometheus")->write(report, options);
}

TEST(PrometheusText, EscapesLabels) {
  PrometheusText text(Labels{{"model", "a\"b\\c\nd"}});
  text.add_gauge("m", "Help.", 1.5);
  EXPECT_EQ(std::move(text).text(),
            "# HELP m Help.\n# TYPE m gauge\nm{model=\"a\\\"b\\\\c\\nd\"} 1.5\n");
}

TEST(PrometheusText, NamesAFamilyOnce) {
  PrometheusText text(Labels{{"model", "a"}});
  text.add_gauge("m", "Help.", 1, {{"module", "x"}});
  text.add_gauge("m", "Help.", 2, {{"module", "y"}});
  EXPECT_EQ(std::move(text).text(),
            "# HELP m Help.\n# TYPE m gauge\nm{model=\"a\",module=\"x\"} 1\n"
            "m{model=\"a\",module=\"y\"} 2\n");
}

TEST(PrometheusText, LeavesOutWhatIsUnknown) {
  PrometheusText text(Labels{});
  text.add_gauge("m", "Help.", std::nullopt);
  text.add_gauge("m", "Help.", std::numeric_limits<double>::quiet_NaN());
  text.add_summary("s", "Help.", Statistics{});
  EXPECT_EQ(std::move(text).text(), "");
}

TEST(Prometheus, HasTheModelAndItsModules) {
  expect_golden("small.prom", metrics_of(small_report()));
}

TEST(Prometheus, AddsUpWhatIsBeyondTheBound) {
  const std::string text = metrics_of(small_report(), 2);
  EXPECT_THAT(text, HasSubstr("module=\"features.conv\""));
  EXPECT_THAT(text, HasSubstr("module=\"heads.a_classifier_with_a_rather_long_name\""));
  EXPECT_THAT(text, Not(HasSubstr("module=\"features.act\"")));
  EXPECT_THAT(text, HasSubstr("hookstat_module_exclusive_seconds{model=\"small\",inputs="
                              "\"1x3x224x224, float\",method=\"forward\","
                              "device=\"cpu\",module=\"(others)\",class=\"\"} 0.000773746\n"));
}

TEST(Prometheus, BoundsOperatorsToo) {
  Report report = small_report();
  report.operators = {{"", "aten::add", 1, {}, PriceState::kPriced, 30.0, 1, 0},
                      {"", "aten::mul", 2, {}, PriceState::kPriced, 20.0, 2, 0},
                      {"", "aten::sub", 3, {}, PriceState::kPriced, 10.0, 3, 0}};
  report.operator_timing = OperatorTiming{};
  const std::string text = metrics_of(report, 1);
  EXPECT_THAT(text, HasSubstr("hookstat_operator_seconds{model=\"small\",inputs=\"1x3x224x224, "
                              "float\",method=\"forward\",device="
                              "\"cpu\",operator=\"(others)\"} 3e-08\n"));
  EXPECT_THAT(text, HasSubstr("operator=\"(others)\"} 5\n"));
  EXPECT_THAT(text, Not(HasSubstr("aten::mul")));
}

TEST(Prometheus, TellsWhenItWasMeasured) {
  Report report = small_report();
  report.created = "2026-11-26T15:02:31Z";
  EXPECT_THAT(
      metrics_of(report),
      HasSubstr("hookstat_created_timestamp_seconds{model=\"small\",inputs=\"1x3x224x224, float\","
                "method=\"forward\",device=\"cpu\"} 1795705351\n"));
  for (const char* const other :
       {"", "yesterday", "2026-13-26T15:02:31Z", "2026-11-26T15:02:31+01"}) {
    report.created = other;
    EXPECT_THAT(metrics_of(report), Not(HasSubstr("created"))) << other;
  }
}

TEST(Prometheus, NamesTheModelByItsFile) {
  Report report = small_report();
  for (const auto& [path, name] :
       {std::pair{"/a/b/net.v2.pt", "net.v2"}, std::pair{"net", "net"}, std::pair{".pt", ".pt"}}) {
    report.model.path = path;
    EXPECT_THAT(metrics_of(report), HasSubstr("{model=\"" + std::string(name) + "\",")) << path;
  }
}

}  // namespace
}  // namespace hookstat::testing
