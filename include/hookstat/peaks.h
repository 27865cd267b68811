// What a machine can do at best: the roof that modules are held against.
#pragma once

#include <string>
#include <vector>

#include "hookstat/api.h"

namespace hookstat {

/// The most arithmetic that a machine does in one type.
struct MachinePeak {
  std::string dtype;            ///< of the factors of a product, "float32"; "any": of all
  double flops_per_second = 0;  ///< a MAC is 2
  bool operator==(const MachinePeak&) const = default;
};

/// The roof: arithmetic, and memory.
struct MachinePeaks {
  std::vector<MachinePeak> peaks;  ///< of each dtype one at most; "any" stands in for others
  double bytes_per_second = 0;     ///< of memory, read and written together
  std::string how;                 ///< "given", or how they were measured
  bool operator==(const MachinePeaks&) const = default;
};

/// Peaks as users state them: FLOP/s, a comma, bytes/s, each with k, M, G, T or P ("1.2T,50G"); or
/// with FLOP/s for each dtype ("float32=1.2T,bfloat16=2.4T,50G"). Throws InputError, one line, for
/// any other text. Pure; thread-safe.
[[nodiscard]] HOOKSTAT_API MachinePeaks parse_peaks(const std::string& text);

}  // namespace hookstat
