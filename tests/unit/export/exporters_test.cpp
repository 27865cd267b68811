#include "hookstat/exporters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "unit/export/sample_reports.h"

namespace hookstat {
namespace {

TEST(Exporters, HaveNamesAndSummariesOfTheirOwn) {
  std::set<std::string_view> names;
  for (const Exporter& exporter : exporters()) {
    EXPECT_TRUE(names.insert(exporter.name).second) << exporter.name;
    EXPECT_FALSE(exporter.summary.empty()) << exporter.name;
    EXPECT_EQ(find_exporter(exporter.name), &exporter);
  }
  EXPECT_THAT(names, ::testing::IsSupersetOf({"table", "torchstat", "json"}));
}

TEST(Exporters, AreFoundByName) {
  EXPECT_EQ(find_exporter("no such format"), nullptr);
  EXPECT_EQ(find_exporter(""), nullptr);
}

TEST(ExporterForPath, GoesByTheEnding) {
  EXPECT_EQ(exporter_for_path("out/report.rst"), find_exporter("torchstat"));
  EXPECT_EQ(exporter_for_path("report.json"), find_exporter("json"));
}

TEST(ExporterForPath, IsNullForAnUnknownEnding) {
  EXPECT_EQ(exporter_for_path("report"), nullptr);
  EXPECT_EQ(exporter_for_path("report.json.bak"), nullptr);
  EXPECT_EQ(exporter_for_path(""), nullptr);
}

TEST(Exporters, WriteTextThatEndsWithALineBreak) {
  const Report report = testing::small_report();
  for (const Exporter& exporter : exporters()) {
    if (!exporter.missing.empty()) continue;
    EXPECT_THAT(exporter.write(report, {}), ::testing::EndsWith("\n")) << exporter.name;
  }
}

}  // namespace
}  // namespace hookstat
