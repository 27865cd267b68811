#include "hookstat/version.h"

namespace hookstat {

std::string_view version() noexcept { return HOOKSTAT_VERSION; }

}  // namespace hookstat
