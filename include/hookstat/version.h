// Which hookstat this is.
#pragma once

#include <string_view>

#include "hookstat/api.h"

namespace hookstat {

/// "0.1.0". The view is of static storage. Thread-safe.
[[nodiscard]] HOOKSTAT_API std::string_view version() noexcept;

}  // namespace hookstat
