// The time of the day, for people and files.
#pragma once

#include <string>

namespace hookstat {

/// The present time as RFC 3339 in UTC, to the second. Thread-safe.
[[nodiscard]] std::string utc_now();

}  // namespace hookstat
