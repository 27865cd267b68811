#include "export/rst_grid.h"

#include <gtest/gtest.h>

namespace hookstat::exporting {
namespace {

TEST(RstText, LeavesOrdinaryNamesAlone) {
  for (const char* name : {"", "vgg.0", "L2Norm", "conv_1", "layer_norm.weight", "_private",
                           "__a__b", "0", "12.3", "a-b", "x+y", "a:b", "卷积"}) {
    EXPECT_EQ(rst_text(name), name);
  }
}

TEST(RstText, EscapesInlineMarkup) {
  EXPECT_EQ(rst_text("a*b"), "a\\*b");
  EXPECT_EQ(rst_text("`a`"), "\\`a\\`");
  EXPECT_EQ(rst_text("a|b|"), "a\\|b\\|");
  EXPECT_EQ(rst_text("a\\nb"), "a\\\\nb");
}

TEST(RstText, EscapesReferences) {
  EXPECT_EQ(rst_text("block_"), "block\\_");
  EXPECT_EQ(rst_text("block_.conv_1"), "block\\_.conv_1");
  EXPECT_EQ(rst_text("block__"), "block\\_\\_");
}

TEST(RstText, EscapesWhatBeginsABlock) {
  EXPECT_EQ(rst_text("- a"), "\\- a");
  EXPECT_EQ(rst_text(">>> a"), "\\>>> a");
  EXPECT_EQ(rst_text("===="), "\\====");
  EXPECT_EQ(rst_text("1. a"), "\\1. a");
  EXPECT_EQ(rst_text("iv) a"), "\\iv) a");
  EXPECT_EQ(rst_text("• a"), "\\• a");
}

TEST(RstText, GivesABeginningToWhatWouldLoseIt) {
  EXPECT_EQ(rst_text(" - a"), "\\  \\- a");
  EXPECT_EQ(rst_text("\\\\"), "\\ \\\\\\\\");
}

TEST(RstText, EscapesTheMarkOfALiteralBlock) { EXPECT_EQ(rst_text("a::"), "a:\\:"); }

TEST(GridTable, MakesColumnsAsWideAsTheirLongestTextPlusTwo) {
  EXPECT_EQ(grid_table({{"a", "head"}, {"积层", ""}}),
            "+------+------+\n"
            "| a    | head |\n"
            "+======+======+\n"
            "| 积层 |      |\n"
            "+------+------+\n");
}

}  // namespace
}  // namespace hookstat::exporting
