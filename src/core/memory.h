// How much memory this machine can still give.
#pragma once

#include <string>

namespace hookstat {

/// Bytes that can be had without swapping; all physical memory where nobody knows. Thread-safe.
[[nodiscard]] double available_bytes();

/// "3 GB": powers of ten, rounded.
[[nodiscard]] std::string gigabytes(double bytes);

}  // namespace hookstat
