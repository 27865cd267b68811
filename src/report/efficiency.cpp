#include "report/efficiency.h"

namespace hookstat::reporting {

Efficiency efficiency_of(const Cost& exclusive, double exclusive_mean_ns) {
  constexpr double kNsPerSecond = 1e9;
  const auto flops = static_cast<double>(exclusive.flops);
  const auto bytes =
      static_cast<double>(exclusive.bytes_read) + static_cast<double>(exclusive.bytes_written);
  Efficiency result;
  if (exclusive_mean_ns > 0) {
    result.flops_per_second = flops * kNsPerSecond / exclusive_mean_ns;
    result.bytes_per_second = bytes * kNsPerSecond / exclusive_mean_ns;
  }
  if (bytes > 0) result.arithmetic_intensity = flops / bytes;
  return result;
}

}  // namespace hookstat::reporting
