#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "export/markdown_text.h"
#include "hookstat/exporters.h"
#include "unit/export/golden.h"
#include "unit/export/sample_reports.h"

namespace hookstat::testing {
namespace {

using exporting::escaped;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(MarkdownText, IsNeverMarkup) {
  EXPECT_EQ(escaped("a|b"), "a\\|b");
  EXPECT_EQ(escaped("<b>"), "\\<b\\>");
  EXPECT_EQ(escaped("12. x"), "12\\. x");
  EXPECT_EQ(escaped("12."), "12\\.");
  EXPECT_EQ(escaped("1.2"), "1.2");
  EXPECT_EQ(escaped("a\nb"), "a\\\\nb");
}

TEST(Markdown, SumsUpForAPullRequest) {
  expect_golden("small.md", find_exporter("markdown")->write(small_report(), {}));
}

TEST(Markdown, ShowsTheTenModulesThatTakeLongest) {
  const std::string text = find_exporter("markdown")->write(ssd300_report(), {});
  EXPECT_THAT(text, HasSubstr("| 52 other modules | "));
}

TEST(Markdown, ShowsAsManyModulesAsAskedFor) {
  ExportOptions options;
  options.top = 1;
  options.sort = "flops";
  const std::string text = find_exporter("markdown")->write(small_report(), options);
  EXPECT_THAT(text, HasSubstr("| features.conv | Conv2d |"));
  EXPECT_THAT(text, HasSubstr("| 7 other modules | "));
  EXPECT_THAT(text, Not(HasSubstr("| features.act |")));
}

TEST(Markdown, AddsUpWhatIsBelowTheDeepestLevel) {
  ExportOptions options;
  options.depth = 1;
  const std::string text = find_exporter("markdown")->write(small_report(), options);
  // 2.1 us of its own, 8.45 ms and 730 us of the two below it.
  EXPECT_THAT(
      text,
      HasSubstr("| features \\(\\+2\\) \\* | Sequential | - | 9.18 ms | 87.80 | 174M+ | 98.84 | "
                "19.0+ |"));
}

TEST(Markdown, OfAnEmptyReportSaysWhatIsUnknown) {
  const std::string text = find_exporter("markdown")->write(Report{}, {});
  EXPECT_THAT(text, HasSubstr("**Latency: unknown**"));
}

}  // namespace
}  // namespace hookstat::testing
