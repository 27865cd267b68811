// The files that a case reads, and whether what it came to still holds.
#pragma once

#include <string>
#include <vector>

#include "sweep/case_result.h"
#include "sweep/plan.h"
#include "sweep/sweep_folder.h"

namespace hookstat::sweep {

/// Has the case name its files from the root, so that it is the same case wherever the plan is read
/// from. Throws InputError where there is no working directory.
void make_absolute(Case& one);

/// The model and the files of --inputs, --costs and --load-library, as they are now; without those
/// that are not there. Thread-safe.
[[nodiscard]] std::vector<FileState> files_of(const Case& one);

/// Threads that work at once while the case is measured: those of an operator, times the callers;
/// 0 where the plan leaves them to LibTorch. Pure.
[[nodiscard]] std::int64_t threads_wanted(const Case& one);

/// Whether nothing is left to do: the case has ended, as the plan has it now, with the files that
/// are there now, and its report is as large as it was. What took too long is not done once the
/// plan gives it more time. `retry_failed`: nor is what ended badly, or has a report that cannot be
/// read (which takes as long as reading it). Throws InputError where its result cannot be read.
[[nodiscard]] bool is_done(const SweepFolder& folder, const Case& one, bool retry_failed);

}  // namespace hookstat::sweep
