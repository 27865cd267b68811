#include "export/display_text.h"

#include <gtest/gtest.h>

namespace hookstat::exporting {
namespace {

TEST(Printable, KeepsOrdinaryNames) {
  EXPECT_EQ(printable("vgg.0"), "vgg.0");
  EXPECT_EQ(printable("卷积_1é"), "卷积_1é");
}

TEST(Printable, WritesControlCharactersOut) {
  EXPECT_EQ(printable("a\nb\tc\r"), "a\\nb\\tc\\r");
  EXPECT_EQ(printable("\x1b[31m\x7f"), "\\x1b[31m\\x7f");
  EXPECT_EQ(printable(std::string_view("\0", 1)), "\\x00");
}

TEST(Printable, WritesLineSeparatorsAndDirectionMarksOut) {
  EXPECT_EQ(printable("\u0085\u2028\u202e\u2066"), "\\x85\\u2028\\u202e\\u2066");
}

TEST(Printable, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(printable("a\xff"
                      "b"),
            "a\uFFFDb");
  EXPECT_EQ(printable("\xc0\xaf"), "\uFFFD\uFFFD");            // overlong
  EXPECT_EQ(printable("\xed\xa0\x80"), "\uFFFD\uFFFD\uFFFD");  // a surrogate
  EXPECT_EQ(printable("\xe5\x8d"), "\uFFFD\uFFFD");            // cut short
}

TEST(PrintableInGrid, WritesCombiningMarksOut) {
  EXPECT_EQ(printable("e\u0301"), "e\u0301");
  EXPECT_EQ(printable_in_grid("e\u0301\U0001E8D0\n"), "e\\u0301\\U0001e8d0\\n");
}

TEST(DisplayWidth, CountsNoColumnForCombiningMarks) { EXPECT_EQ(display_width("e\u0301"), 1U); }

TEST(DisplayWidth, CountsEastAsianWideCharactersTwice) {
  EXPECT_EQ(display_width(""), 0U);
  EXPECT_EQ(display_width("conv"), 4U);
  EXPECT_EQ(display_width("é"), 1U);
  EXPECT_EQ(display_width("卷积"), 4U);
  EXPECT_EQ(display_width("ｗ"), 2U);  // fullwidth
  EXPECT_EQ(display_width("ﾊ"), 1U);   // halfwidth
  EXPECT_EQ(display_width("\U0001F600"), 2U);
  EXPECT_EQ(display_width("\u1100\u115F\u1160"), 5U);  // the edge of a range
}

TEST(Fitted, CutsWithAnEllipsis) {
  EXPECT_EQ(fitted("layer", 5), "layer");
  EXPECT_EQ(fitted("layer", 4), "lay…");
  EXPECT_EQ(fitted("layer", 4, Cut::kStart), "…yer");
  EXPECT_EQ(fitted("layer", 1), "…");
  EXPECT_EQ(fitted("layer", 0), "");
}

TEST(Fitted, NeverSplitsAWideCharacter) {
  EXPECT_EQ(fitted("卷积层", 5), "卷积…");
  EXPECT_EQ(fitted("卷积层", 4), "卷…");
  EXPECT_EQ(fitted("卷积层", 4, Cut::kStart), "…层");
}

TEST(Padded, FillsColumns) {
  EXPECT_EQ(padded("积", 4, Align::kLeft), "积  ");
  EXPECT_EQ(padded("12", 4, Align::kRight), "  12");
  EXPECT_EQ(padded("12345", 4, Align::kRight), "12345");
}

TEST(Wrapped, BreaksBetweenWords) {
  EXPECT_EQ(wrapped("- ", "one two three", 9), "- one two\n  three\n");
  EXPECT_EQ(wrapped("- ", "one two three", 0), "- one two three\n");
}

TEST(Wrapped, CutsAWordLongerThanALine) {
  EXPECT_EQ(wrapped("- ", "a incomprehensible b", 8), "- a\n  incom…\n  b\n");
}

TEST(Wrapped, OfNothingIsTheHead) { EXPECT_EQ(wrapped("head", "", 10), "head\n"); }

}  // namespace
}  // namespace hookstat::exporting
