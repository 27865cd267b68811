// Marks around operators. Which module and line an operator comes from is written on its node
// before the executor optimises the graph, as a scope, which optimising passes hand on; the marks
// come after.
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include "hooks/mark_tables.h"
#include "hookstat/recording.h"

namespace hookstat {

/// Where an operator's node comes from.
struct NodeOrigin {
  ModuleIndex module = 0;  ///< whose code it is part of
  std::int32_t line = -1;  ///< its number in the table of lines; -1: unknown
};

/// Notes where the node comes from.
void note_origin(torch::jit::Node& node, const NodeOrigin& origin);

/// Puts marks around every operator in `graph`, in the blocks in it and in forked bodies, of which
/// it makes copies: whatever goes through the dispatcher or takes or gives a tensor, but neither
/// asks only for its shape nor handles lists, and groups of fused operators as one. What an
/// optimising pass made for itself is that of the code around it, at last of `owner`: it may stand
/// for operators of several modules.
void mark_operators(torch::jit::Graph& graph, MarkTables& tables, ModuleIndex owner);

}  // namespace hookstat
