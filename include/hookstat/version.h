// Which hookstat this is.
#pragma once

#include <string_view>

namespace hookstat {

/// "0.1.0". The view is of static storage. Thread-safe.
[[nodiscard]] std::string_view version() noexcept;

}  // namespace hookstat
