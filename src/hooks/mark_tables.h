// What the marks of one HookedModel refer to by number.
#pragma once

#include "hooks/site_table.h"
#include "hooks/source_lines.h"
#include "hookstat/recording.h"

namespace hookstat {

struct MarkTables {
  SiteTable<CallSite> sites;
  SiteTable<OperatorSite> operators;  ///< site 0 is the call of the model
  SourceLineTable lines;              ///< of the operators
};

}  // namespace hookstat
