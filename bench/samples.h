// One figure a block, and how it is printed.
#pragma once

#include <cstdint>
#include <cstdio>
#include <vector>

#include "hookstat/clock.h"
#include "report/statistics.h"

namespace hookstat::bench {

struct Samples {
  const char* name;
  std::vector<double> values;

  [[nodiscard]] double median() const { return reporting::median_of(values); }
};

/// The median with its 95 % interval.
inline void print(const Samples& samples, const char* unit) {
  const auto interval = reporting::median_interval(samples.values);
  std::printf("%-56s %10.1f %s", samples.name, samples.median(), unit);
  if (interval) std::printf("  (95 %% between %.1f and %.1f)", interval->first, interval->second);
  std::printf("\n");
}

/// Nanoseconds of a call of `run`, of `count` calls in a row, by a clock that gives nanoseconds.
template <class Run, class Clock>
double ns_per_run(int count, const Run& run, const Clock& clock) {
  const std::int64_t start = clock();
  for (int i = 0; i < count; ++i) run();
  return static_cast<double>(clock() - start) / count;
}

}  // namespace hookstat::bench
