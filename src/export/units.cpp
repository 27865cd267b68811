#include "export/units.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>
#include <span>

namespace hookstat::exporting {
namespace {

// Chosen by what is left after rounding, so that 9.996 is "10.0" and not "10.00".
std::string three_digits(double value) {
  const double size = std::abs(value);
  const int decimals = size < 9.995 ? 2 : size < 99.95 ? 1 : 0;
  return fixed_text(value, decimals);
}

struct Scaled {
  double value;
  std::string_view unit;
};

/// `value` in the greatest unit, each 1000 of the one before, in which three digits show it.
Scaled scaled(double value, std::span<const std::string_view> units) {
  std::size_t unit = 0;
  while (std::abs(value) >= 999.5 && unit + 1 < units.size()) {
    value /= 1000.0;
    ++unit;
  }
  return {value, units[unit]};
}

constexpr std::string_view kCountUnits[] = {"", "K", "M", "G", "T", "P"};
constexpr std::string_view kByteUnits[] = {"B", "kB", "MB", "GB", "TB", "PB"};
constexpr std::string_view kTimeUnits[] = {"ns", "us", "ms", "s"};
constexpr std::string_view kTorchstatUnits[] = {"", "K", "M", "G", "T"};

}  // namespace

std::string with_commas(std::int64_t value) {
  std::string text = fmt::format("{}", value);
  const std::size_t first_digit = value < 0 ? 1 : 0;
  for (std::size_t i = text.size(); i > first_digit + 3;) {
    i -= 3;
    text.insert(i, 1, ',');
  }
  return text;
}

std::string torchstat_total(std::int64_t value, std::int64_t base) {
  double divisor = 1;
  std::size_t unit = 0;
  for (std::int64_t rest = value; rest >= base && unit + 1 < std::size(kTorchstatUnits);
       rest /= base) {
    divisor *= static_cast<double>(base);
    ++unit;
  }
  std::string text = fmt::format("{:.2f}", static_cast<double>(value) / divisor);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return fmt::format("{}{}", text, kTorchstatUnits[unit]);
}

std::string count_text(std::int64_t value) {
  if (std::abs(value) < 1000) return fmt::format("{}", value);
  const Scaled number = scaled(static_cast<double>(value), kCountUnits);
  return fmt::format("{}{}", three_digits(number.value), number.unit);
}

std::string bytes_text(std::int64_t bytes) {
  if (std::abs(bytes) < 1000) return fmt::format("{} B", bytes);
  const Scaled number = scaled(static_cast<double>(bytes), kByteUnits);
  return fmt::format("{} {}", three_digits(number.value), number.unit);
}

std::string duration_text(double duration_ns) {
  if (duration_ns == 0) return "0";
  const Scaled number = scaled(duration_ns, kTimeUnits);
  return fmt::format("{} {}", three_digits(number.value), number.unit);
}

std::string fixed_text(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  const bool zero = text.find_first_of("123456789") == std::string::npos;
  if (zero && text.front() == '-') text.erase(0, 1);
  return text;
}

std::string number_text(double value) { return three_digits(value); }

std::string percent_text(std::optional<double> percent) {
  return percent ? fixed_text(*percent, 2) : std::string(kUnknown);
}

std::string gflops_text(std::optional<double> flops_per_second) {
  return flops_per_second ? three_digits(*flops_per_second / 1e9) : std::string(kUnknown);
}

std::string counted(std::int64_t count, std::string_view noun) {
  return fmt::format("{} {}{}", with_commas(count), noun, count == 1 ? "" : "s");
}

}  // namespace hookstat::exporting
