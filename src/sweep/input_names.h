// What an entry of `inputs` is called: to people, and in exclusions.
#pragma once

#include <string>
#include <vector>

#include "sweep/input_entries.h"

namespace hookstat::sweep {

/// What was written, placeholders and all: `[NAME=]VALUE` of each argument and the file, with ", "
/// between them. Fit for one line; where it is long, it is cut and the id, which tells such texts
/// apart, follows. Pure; thread-safe.
[[nodiscard]] std::string shown_text(const InputEntry& entry);

/// What an exclusion may say for the entry: all that was written, the shown text, the id. Pure;
/// thread-safe.
[[nodiscard]] std::vector<std::string> names_of(const InputEntry& entry);

}  // namespace hookstat::sweep
