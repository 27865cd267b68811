#include "export/csv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "hookstat/exporters.h"
#include "unit/export/golden.h"
#include "unit/export/sample_reports.h"

namespace hookstat::testing {
namespace {

using exporting::csv_text;

TEST(CsvText, IsQuotedWhereItMustBe) {
  EXPECT_EQ(csv_text("features.0"), "features.0");
  EXPECT_EQ(csv_text("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_text("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(csv_text(""), "");
}

TEST(CsvText, IsNeverAFormula) {
  for (const std::string start :
       {"=", "+", "-", "@", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"}) {
    EXPECT_EQ(csv_text(start + "1"), "'" + start + "1");
  }
  EXPECT_EQ(csv_text("=a,b"), "\"'=a,b\"");
  EXPECT_EQ(csv_text("a=b"), "a=b");
}

TEST(CsvText, IsOneLine) {
  EXPECT_EQ(csv_text("a\nb\r\tc"), "a\\nb\\r\\tc");
  EXPECT_EQ(csv_text("\t=1"), "\\t=1");
}

TEST(Csv, HasARowForEachModule) {
  expect_golden("small.csv", find_exporter("csv")->write(small_report(), {}));
}

TEST(Csv, OfAnEmptyReportHasItsHeadAlone) {
  for (const char* const format : {"csv", "operators-csv"}) {
    const std::string text = find_exporter(format)->write(Report{}, {});
    EXPECT_EQ(text.find('\n'), text.size() - 1) << format;
  }
}

TEST(OperatorsCsv, HasARowForEachModuleAndOperator) {
  Report report = small_report();
  report.operators = {
      {"a,b", "aten::add", 3, {1, 2, 3, 4}, PriceState::kPriced, 12.5, 2, 1},
      {"", "aten::view", 1, {}, PriceState::kFree, {}, {}, 0},
      {"", "custom::op", 1, {}, PriceState::kUncounted, {}, {}, 0},
  };
  EXPECT_EQ(find_exporter("operators-csv")->write(report, {}),
            "module,operator,calls,timed_calls,fused_calls,time_ns,macs,flops,bytes_read,"
            "bytes_written,state\n"
            "\"a,b\",aten::add,3,2,1,12.5,1,2,3,4,priced\n"
            ",aten::view,1,,0,,0,0,0,0,free\n"
            ",custom::op,1,,0,,0,0,0,0,uncounted\n");
}

}  // namespace
}  // namespace hookstat::testing
