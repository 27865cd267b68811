// The exit codes that no exception carries (hookstat/error.h has those that do).
#pragma once

namespace hookstat::cli {

inline constexpr int kLimitExceeded = 1;
inline constexpr int kBadInput = 2;
inline constexpr int kModelFailed = 3;
inline constexpr int kOwnFault = 4;

}  // namespace hookstat::cli
