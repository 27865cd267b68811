// A saved report.
#pragma once

#include <string>

#include "hookstat/report.h"

namespace hookstat::cli {

/// Reads what `profile -o FILE.json` wrote. Throws InputError, which names the file.
[[nodiscard]] Report read_report(const std::string& path);

}  // namespace hookstat::cli
