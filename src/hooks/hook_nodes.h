// The nodes at which hooks of users are called.
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include "hooks/run_hooks.h"

namespace hookstat {

/// Has the hooks for `call` called before and after the code of a graph, which is that of a method:
/// what they return goes into it and out of it. `arguments` are inputs of the graph; those that are
/// modules are not shown. Whatever must come first in the graph is put there afterwards.
void add_hook_nodes(torch::jit::Graph& graph, const CalledMethod& call,
                    at::ArrayRef<torch::jit::Value*> arguments);

}  // namespace hookstat
