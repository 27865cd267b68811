#include "hookstat/write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "hookstat/error.h"
#include "unit/export/sample_reports.h"

namespace hookstat::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(Write, GivesEachFormatThatTheCommandLineHas) {
  for (const Exporter& exporter : exporters()) {
    if (!exporter.missing.empty()) continue;
    std::ostringstream stream;
    write(small_report(), exporter.name, stream);
    EXPECT_EQ(stream.str(), exporter.write(small_report(), {})) << exporter.name;
    EXPECT_NE(stream.str(), "") << exporter.name;
  }
}

TEST(Write, TakesTheOptionsOfTheFormat) {
  ExportOptions options;
  options.top = 1;
  options.sort = "flops";
  std::ostringstream stream;
  write(small_report(), "table", stream, options);
  EXPECT_THAT(stream.str(), HasSubstr("(7 not shown) *"));
}

TEST(Write, RefusesAFormatThatThereIsNotAndWritesNothing) {
  std::ostringstream stream;
  try {
    write(small_report(), "yaml", stream);
    FAIL() << "written";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "there is no format 'yaml'");
    EXPECT_THAT(error.hint(), StartsWith("there are table, torchstat, html, "));
  }
  ExportOptions options;
  options.sort = "size";
  EXPECT_THROW(write(small_report(), "table", stream, options), InputError);
  EXPECT_EQ(stream.str(), "");
}

}  // namespace
}  // namespace hookstat::testing
