#include "hookstat/peaks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hookstat/error.h"

namespace hookstat {
namespace {

using ::testing::ElementsAre;

std::string complaint(const std::string& text) {
  try {
    static_cast<void>(parse_peaks(text));
  } catch (const InputError& error) {
    return error.what();
  }
  return "none";
}

TEST(Peaks, AreOneRateForAllDtypesAndOneForMemory) {
  const MachinePeaks peaks = parse_peaks("1.2T,50G");
  EXPECT_THAT(peaks.peaks, ElementsAre(MachinePeak{"any", 1.2e12}));
  EXPECT_EQ(peaks.bytes_per_second, 50e9);
  EXPECT_EQ(peaks.how, "given");
  EXPECT_EQ(parse_peaks("1e12,4e10").bytes_per_second, 4e10);
}

TEST(Peaks, MayDifferByDtype) {
  EXPECT_THAT(parse_peaks("float32=800M,bfloat16=2k,7").peaks,
              ElementsAre(MachinePeak{"float32", 8e8}, MachinePeak{"bfloat16", 2e3}));
}

TEST(Peaks, ThatAreWrongAreRefusedInOneLine) {
  EXPECT_EQ(complaint(""), "--peaks : is no pair of rates");
  EXPECT_EQ(complaint("1T"), "--peaks 1T: is no pair of rates");
  EXPECT_EQ(complaint("1T,"), "--peaks 1T,: '' is no rate above 0");
  EXPECT_EQ(complaint("0,1G"), "--peaks 0,1G: '0' is no rate above 0");
  EXPECT_EQ(complaint("-1T,1G"), "--peaks -1T,1G: '-1T' is no rate above 0");
  EXPECT_EQ(complaint("nan,1G"), "--peaks nan,1G: 'nan' is no rate above 0");
  EXPECT_EQ(complaint("inf,1G"), "--peaks inf,1G: 'inf' is no rate above 0");
  EXPECT_EQ(complaint("1X,1G"), "--peaks 1X,1G: '1X' is no rate above 0");
  EXPECT_EQ(complaint("1T,2T,1G"), "--peaks 1T,2T,1G: more than one rate for any dtype");
  EXPECT_EQ(complaint("float31=1T,1G"), "--peaks float31=1T,1G: 'float31' is no dtype");
  EXPECT_EQ(complaint("unknown=1T,1G"), "--peaks unknown=1T,1G: 'unknown' is no dtype");
}

}  // namespace
}  // namespace hookstat
