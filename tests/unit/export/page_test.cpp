#include "export/page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "hookstat/error.h"
#include "hookstat/exporters.h"
#include "unit/export/sample_reports.h"

namespace hookstat::testing {
namespace {

using exporting::page_with;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kTemplate = "<script>/*HOOKSTAT_DATA*/</script>";

TEST(Page, HasTheDataInItsPlace) {
  EXPECT_EQ(page_with(kTemplate, "report", "{\n  \"a\": [1, \"x y\"]\n}\n"),
            R"(<script>{"kind":"report","report":{"a":[1,"x y"]}}</script>)");
}

TEST(Page, IsNotEndedByItsData) {
  const std::string text = page_with(kTemplate, "report", R"({"a": "</script>\"  <!--"})");
  EXPECT_THAT(text, Not(HasSubstr("</script>\\\"")));
  EXPECT_THAT(text, Not(HasSubstr("<!--")));
  const std::string data = text.substr(8, text.size() - 8 - 9);
  EXPECT_EQ(nlohmann::json::parse(data)["report"]["a"], "</script>\"  <!--");
}

TEST(Page, OfABuildWithoutItIsRefused) {
  EXPECT_THROW(static_cast<void>(page_with("", "report", "{}")), InputError);
  // What the exporters say, and what they do.
  const Exporter* const html = find_exporter("html");
  ASSERT_NE(html, nullptr);
  EXPECT_EQ(html->missing.empty(), !exporting::page_template().empty());
  if (html->missing.empty()) {
    EXPECT_THAT(html->write(small_report(), {}), HasSubstr("\"kind\":\"report\""));
  } else {
    EXPECT_THROW(static_cast<void>(html->write(small_report(), {})), InputError);
  }
}

}  // namespace
}  // namespace hookstat::testing
