#include "export/units.h"

#include <gtest/gtest.h>

#include <clocale>
#include <limits>
#include <locale>

namespace hookstat::exporting {
namespace {

constexpr std::int64_t kHuge = std::numeric_limits<std::int64_t>::max();

TEST(WithCommas, GroupsByThousands) {
  EXPECT_EQ(with_commas(0), "0");
  EXPECT_EQ(with_commas(999), "999");
  EXPECT_EQ(with_commas(1000), "1,000");
  EXPECT_EQ(with_commas(-123456), "-123,456");
  EXPECT_EQ(with_commas(26'285'486), "26,285,486");
}

TEST(WithCommas, IsExactForTheGreatestCount) {
  EXPECT_EQ(with_commas(kHuge), "9,223,372,036,854,775,807");
}

TEST(TorchstatTotal, DividesAsOftenAsFits) {
  EXPECT_EQ(torchstat_total(0, 1000), "0");
  EXPECT_EQ(torchstat_total(999, 1000), "999");
  EXPECT_EQ(torchstat_total(1000, 1000), "1K");
  EXPECT_EQ(torchstat_total(1'000'000, 1000), "1M");
  EXPECT_EQ(torchstat_total(62'782'359'651, 1000), "62.78G");
  EXPECT_EQ(torchstat_total(1'000'000'000'000, 1000), "1T");
  EXPECT_EQ(torchstat_total(5'432'100'000'000'000, 1000), "5432.1T");
}

TEST(TorchstatTotal, DividesMemoryBy1024) {
  EXPECT_EQ(torchstat_total(1023, 1024), "1023");
  EXPECT_EQ(torchstat_total(1024, 1024), "1K");
  EXPECT_EQ(torchstat_total(542'786'664, 1024), "517.64M");
}

TEST(TorchstatTotal, PrintsTheShortestForm) {
  EXPECT_EQ(torchstat_total(62'700'000'000, 1000), "62.7G");
  EXPECT_EQ(torchstat_total(100'000, 1000), "100K");
  EXPECT_EQ(torchstat_total(10'004, 1000), "10K");
}

TEST(TorchstatTotal, ChoosesTheUnitBeforeItRounds) {
  EXPECT_EQ(torchstat_total(999'999, 1000), "1000K");
}

TEST(CountText, HasThreeDigitsAndAUnit) {
  EXPECT_EQ(count_text(0), "0");
  EXPECT_EQ(count_text(7), "7");
  EXPECT_EQ(count_text(999), "999");
  EXPECT_EQ(count_text(1000), "1.00K");
  EXPECT_EQ(count_text(1792), "1.79K");
  EXPECT_EQ(count_text(26'285'486), "26.3M");
  EXPECT_EQ(count_text(31'435'153'596), "31.4G");
}

TEST(CountText, RoundsIntoTheNextUnit) {
  EXPECT_EQ(count_text(9'996), "10.0K");
  EXPECT_EQ(count_text(99'960), "100K");
  EXPECT_EQ(count_text(999'499), "999K");
  EXPECT_EQ(count_text(999'500), "1.00M");
}

TEST(CountText, EndsAtTheGreatestUnit) { EXPECT_EQ(count_text(kHuge), "9223P"); }

TEST(BytesText, CountsByThousands) {
  EXPECT_EQ(bytes_text(0), "0 B");
  EXPECT_EQ(bytes_text(999), "999 B");
  EXPECT_EQ(bytes_text(105'141'944), "105 MB");
}

TEST(DurationText, HasThreeDigitsAndAUnit) {
  EXPECT_EQ(duration_text(0), "0");
  EXPECT_EQ(duration_text(0.25), "0.25 ns");
  EXPECT_EQ(duration_text(850), "850 ns");
  EXPECT_EQ(duration_text(999.6), "1.00 us");
  EXPECT_EQ(duration_text(12'345), "12.3 us");
  EXPECT_EQ(duration_text(4'560'000), "4.56 ms");
  EXPECT_EQ(duration_text(1.234e9), "1.23 s");
  EXPECT_EQ(duration_text(86'400e9), "86400 s");
}

TEST(FixedText, HasNoNegativeZero) {
  EXPECT_EQ(fixed_text(-0.001, 2), "0.00");
  EXPECT_EQ(fixed_text(-0.01, 2), "-0.01");
  EXPECT_EQ(fixed_text(-0.4, 0), "0");
}

TEST(PercentText, PrintsADashForNull) {
  EXPECT_EQ(percent_text(std::nullopt), "-");
  EXPECT_EQ(percent_text(0.0), "0.00");
  EXPECT_EQ(percent_text(100.0), "100.00");
}

TEST(GflopsText, PrintsADashForNull) {
  EXPECT_EQ(gflops_text(std::nullopt), "-");
  EXPECT_EQ(gflops_text(0.0), "0.00");
  EXPECT_EQ(gflops_text(0.02e9), "0.02");
  EXPECT_EQ(gflops_text(123.44e9), "123");
  EXPECT_EQ(gflops_text(12'345.6e9), "12346");
}

TEST(Counted, KnowsOneFromMany) {
  EXPECT_EQ(counted(0, "module"), "0 modules");
  EXPECT_EQ(counted(1, "module"), "1 module");
  EXPECT_EQ(counted(1500, "call"), "1,500 calls");
}

struct CommaDecimal : std::numpunct<char> {
  char do_decimal_point() const override { return ','; }
  char do_thousands_sep() const override { return '.'; }
  std::string do_grouping() const override { return "\3"; }
};

TEST(Units, AreTheSameInEveryLocale) {
  const std::locale before =
      std::locale::global(std::locale(std::locale::classic(), new CommaDecimal));
  const std::string texts = with_commas(1234) + ' ' + torchstat_total(1500, 1000) + ' ' +
                            duration_text(1500) + ' ' + percent_text(1.5);
  std::locale::global(before);
  EXPECT_EQ(texts, "1,234 1.5K 1.50 us 1.50");
}

}  // namespace
}  // namespace hookstat::exporting
