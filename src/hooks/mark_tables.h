// What the marks of one HookedModel refer to by number.
#pragma once

#include "hooks/call_sites.h"
#include "hooks/operator_marks.h"
#include "hooks/source_lines.h"

namespace hookstat {

struct MarkTables {
  CallSiteTable sites;
  SourceLineTable lines;
  OperatorTable operators;
};

}  // namespace hookstat
