// What must hold of a report that was read beyond the types of its fields.
#pragma once

#include "hookstat/report.h"

namespace hookstat::reporting {

/// Throws InputError where an index leads nowhere: a parent that does not stand before its module,
/// a module of an event of a timeline, a lane or a depth that cannot be.
void check_indexes(const Report& report);

}  // namespace hookstat::reporting
