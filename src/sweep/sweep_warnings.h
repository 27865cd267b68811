// What a reader must know of a sweep as a whole before its cases are compared.
#pragma once

#include <cstdint>
#include <vector>

#include "hookstat/recording.h"
#include "sweep/sweep_report.h"

namespace hookstat::sweep {

/// `machines`: the measured cases ran on several kinds of machine, or those of one device on
/// several devices; names each with the number of its cases. `oversubscribed`: so many cases (more
/// than 0) are in no scaling for having had more threads than cores. Pure; thread-safe.
[[nodiscard]] std::vector<Note> sweep_warnings(const std::vector<SweepRow>& rows,
                                               std::int64_t oversubscribed);

}  // namespace hookstat::sweep
