// The processes of one side.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "hookstat/compare.h"

namespace hookstat::comparing {

/// One time in each process.
struct Times {
  std::vector<double> ns;
  /// Standard error of the logarithm as the interval inside the one process gives it.
  std::optional<double> log_error;
};

struct Side {
  const Report* report = nullptr;  ///< the first, for all that is no time
  std::vector<std::string> created;
  Times latency;
  std::vector<Times> own;  ///< by module
  std::vector<Times> inclusive;

  [[nodiscard]] std::size_t processes() const noexcept { return latency.ns.size(); }
};

/// Throws InputError where there are none, they lack runs, or are not of one model, environment and
/// setting. `reports` outlive the result.
[[nodiscard]] Side side_of(const char* option, const std::vector<NamedReport>& reports);

}  // namespace hookstat::comparing
