// One mark in the place of two that stand next to each other: the clock is read once, the executor
// runs one operator, and one event is written.
#pragma once

#include <torch/csrc/jit/ir/ir.h>

namespace hookstat {

/// Merges each mark that leaves a call with one after it that enters the next, in `graph`, in the
/// blocks in it and in forked bodies. Between the two may stand only what the interpreter does
/// itself, in no time to speak of: constants and attributes of objects.
void merge_marks(torch::jit::Graph& graph);

}  // namespace hookstat
