// Memory of this process that is in use.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <fstream>

namespace hookstat::testing {

[[nodiscard]] inline std::int64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t size = 0;
  std::int64_t resident = 0;
  statm >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

}  // namespace hookstat::testing
