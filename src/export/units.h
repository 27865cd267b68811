// Numbers as text. All of it is independent of the process's locale.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hookstat::exporting {

/// Printed where a value is unknown, or a share of nothing.
inline constexpr std::string_view kUnknown = "-";

/// "26,285,486"
[[nodiscard]] std::string with_commas(std::int64_t value);

/// `value` divided by `base` as often as fits, up to T (10^12 for base 1000), rounded to two
/// decimals in the shortest form: "62.78G" for 62,782,359,651; "62.7G", never "62.70G". As the
/// original does it, 999,999 is "1000K": it is below a million, then rounded.
[[nodiscard]] std::string torchstat_total(std::int64_t value, std::int64_t base);

/// Three significant digits with K, M, G, T or P (powers of 1000): "26.3M". Below 1000: exact.
[[nodiscard]] std::string count_text(std::int64_t value);

/// Three significant digits with kB, MB, GB, TB or PB (powers of 1000): "105 MB".
[[nodiscard]] std::string bytes_text(std::int64_t bytes);

/// Three significant digits with ns, us, ms or s: "12.3 us"; "0" for zero.
[[nodiscard]] std::string duration_text(double duration_ns);

/// Fixed decimals; never "-0.0".
[[nodiscard]] std::string fixed_text(double value, int decimals);

/// Two decimals without the sign: "71.20".
[[nodiscard]] std::string percent_text(std::optional<double> percent);

/// GFLOP/s with three significant digits: "68.0"; without the unit.
[[nodiscard]] std::string gflops_text(std::optional<double> flops_per_second);

/// Three significant digits, no unit: "0.25", "12.3".
[[nodiscard]] std::string number_text(double value);

/// "1 module", "35 modules".
[[nodiscard]] std::string counted(std::int64_t count, std::string_view noun);

}  // namespace hookstat::exporting
