// Marks around operators. Which module an operator belongs to is written on its node before the
// executor optimises the graph, as a scope, which optimising passes hand on; the marks come after.
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include "hooks/site_table.h"
#include "hookstat/recording.h"

namespace hookstat {

/// The operators that have marks; site 0 is the call of the model.
using OperatorTable = SiteTable<OperatorSite>;

/// Notes that the node is part of the code of `module`.
void note_module(torch::jit::Node& node, ModuleIndex module);

/// Puts marks around every operator in `graph`, in the blocks in it and in forked bodies, of which
/// it makes copies: whatever goes through the dispatcher or takes or gives a tensor, but neither
/// asks only for its shape nor handles lists, and groups of fused operators as one. What an
/// optimising pass made for itself is that of the code around it, at last of `owner`: it may stand
/// for operators of several modules.
void mark_operators(torch::jit::Graph& graph, OperatorTable& table, ModuleIndex owner);

}  // namespace hookstat
