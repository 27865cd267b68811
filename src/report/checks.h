// What must hold of a recording before anything is computed from it.
#pragma once

#include "hookstat/recording.h"

namespace hookstat::reporting {

/// Throws InternalError where an index leads nowhere or to itself: parents of modules (which stand
/// before their children), of module calls and operator calls (likewise) and of spans (in any
/// order, but without a circle), the module of a site, of a module call and of an operator, the
/// site of a span. OpCall::module_call is exempt: out of range it means "unknown".
void check_recording(const Recording& recording);

}  // namespace hookstat::reporting
