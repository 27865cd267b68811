// Which machine this is, and which job of a cluster.
#pragma once

#include "sweep/case_result.h"

namespace hookstat::cli {

/// As the system and Slurm's variables in the environment say.
[[nodiscard]] sweep::CasePlace this_place();

}  // namespace hookstat::cli
