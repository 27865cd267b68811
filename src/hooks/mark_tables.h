// What the marks of one HookedModel refer to by number.
#pragma once

#include "hooks/operator_marks.h"
#include "hooks/site_table.h"
#include "hooks/source_lines.h"
#include "hookstat/recording.h"

namespace hookstat {

struct MarkTables {
  SiteTable<CallSite> sites;
  SourceLineTable lines;
  OperatorTable operators;
};

}  // namespace hookstat
