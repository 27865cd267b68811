#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <sstream>

#include "export/display_text.h"
#include "export/writers.h"
#include "unit/export/golden.h"
#include "unit/export/sample_reports.h"

namespace hookstat::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;

using Lines = std::vector<std::string>;

Lines table_lines(const std::string& text) {
  Lines lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with('+') || line.starts_with('|')) lines.push_back(line);
  }
  return lines;
}

Lines cells_of(const std::string& line) {
  Lines cells;
  std::istringstream stream(line.substr(1));
  for (std::string cell; std::getline(stream, cell, line.front());) cells.push_back(cell);
  return cells;
}

/// Undoes the two faults of the original that are not copied: its total row shows MemRead and
/// MemWrite of the last row, and so MemRead(B) is one column narrower than its sum needs.
std::string mended(const std::string& line, std::size_t columns) {
  Lines cells = cells_of(line);
  if (cells.size() != columns) return line;
  cells[8].insert(cells[8].size() - 1, 1, cells[8].back());
  if (cells[0].starts_with(" total")) {
    cells[8] = " 328742776.0 ";
    cells[9] = " 214043888.0 ";
  }
  std::string result(1, line.front());
  for (const std::string& cell : cells) result += cell + line.front();
  return result;
}

std::string torchstat_of(const Report& report) { return exporting::write_torchstat(report, {}); }

TEST(Torchstat, EqualsTheReferenceTables) {
  const Lines expected =
      table_lines(read_text(std::string(HOOKSTAT_SEED_DIR) + "/ssd300_analysis.rst"));
  const Lines actual = table_lines(torchstat_of(ssd300_report()));
  ASSERT_EQ(expected.size(), (57U + 2U) * 2U + 1U + 5U);
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_EQ(actual[i], mended(expected[i], 12));
}

TEST(Torchstat, IsTwoTablesAndABlankLine) {
  const std::string text = torchstat_of(ssd300_report());
  EXPECT_THAT(text, EndsWith("-+\n"));
  std::size_t blank = 0;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) blank += line.empty() ? 1U : 0U;
  EXPECT_EQ(blank, 1U);
}

TEST(Torchstat, KeepsALeafThatNeverRan) {
  Report report;
  ModuleReport unused = leaf("unused", "Conv2d");
  unused.torchstat = TorchstatCells{false, {0, 0, 0}, {0, 0, 0}, 0, 0, 0, 0, 0, 0, 0};
  report.modules = {unused};
  EXPECT_THAT(cells_of(table_lines(torchstat_of(report))[3]),
              ElementsAre(" 0      ", " unused      ", " 0 0 0       ", " 0 0 0        ",
                          " 0.0    ", " 0.00       ", " 0.0  ", " 0.0   ", " 0.0        ",
                          " 0.0         ", " 0.00%       ", " 0.0       "));
}

TEST(Torchstat, LeavesOutModulesThatAreNoLeaves) {
  Report report = report_of_names({"a"});
  EXPECT_EQ(report.modules.size(), 2U);
  EXPECT_EQ(table_lines(torchstat_of(report)).size(), 2U * 3U + 1U + 5U);
}

TEST(Torchstat, HasATotalWithoutLeaves) {
  expect_golden("torchstat_empty.rst", torchstat_of(Report()));
}

TEST(Torchstat, IsExactForHugeCounts) {
  Report report = report_of_names({"a"});
  constexpr std::int64_t kHuge = std::numeric_limits<std::int64_t>::max();
  report.modules[1].torchstat->madd = kHuge;
  report.modules[1].torchstat->mem_read_bytes = kHuge - 1;
  report.modules[1].torchstat->mem_write_bytes = 1;
  const std::string text = torchstat_of(report);
  EXPECT_THAT(text, HasSubstr("| 9,223,372,036,854,775,807.0 |"));
  EXPECT_THAT(text, HasSubstr("| 9223372036854775807.0 |"));
}

// docutils reads this file and the names back: check_rst.py.
TEST(Torchstat, EscapesNamesForDocutils) {
  const Lines names = {"vgg.0",    "conv_1",       "_private", "block_",   "block_.conv",
                       "a__",      "a|b",          "|a|",      "*a",       "a*",
                       "**",       "`a`",          ":x: a",    "a\\b",     "two\nlines",
                       "\ttab",    "卷积.0",       "é",        "e\u0301",  "\U0001F600 face",
                       "ｗide",    "- a",          "-a",       "--long",   "+ a",
                       "1. a",     "1.",           "a)",       "(a) x",    "#. x",
                       ">>> x",    "====",         "::",       "a::",      ".. x",
                       "__ x",     "| x",          "/V",       "[1]_",     "+--+",
                       "a|+",      "http://x.y/_", "me@x.y",   "\xff\xfe", "• x",
                       "“x_”",     "x y  z",       "\u2028",   "\x1b[31m", "iv. x",
                       "_`x`",     "x_ y_",        "  - a",    "\\",       R"(\\\\)",
                       "\u3000* a"};
  const std::string text = torchstat_of(report_of_names(names));
  std::string read_back;
  for (const std::string& name : names) read_back += exporting::printable_in_grid(name) + "\n";
  expect_golden("torchstat_names.rst", text);
  expect_golden("torchstat_names.txt", read_back);
}

}  // namespace
}  // namespace hookstat::testing
