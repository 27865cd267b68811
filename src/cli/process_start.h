// When this process began.
#pragma once

#include <cstdint>

namespace hookstat::cli {

/// steady_clock at the start of the process, in ns, to 10 ms; 0 where the system does not tell.
/// Linux: field 22 of /proc/self/stat, proc(5).
[[nodiscard]] std::int64_t process_start_ns();

}  // namespace hookstat::cli
