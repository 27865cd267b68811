// Every node that a method can reach, without running or inlining anything.
#pragma once

#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/ir.h>

#include <functional>

namespace hookstat {

/// Calls `visit` for each node of the block, and of the blocks, forked bodies and groups in it.
void for_each_node(const torch::jit::Block& block,
                   const std::function<void(const torch::jit::Node&)>& visit);

/// Calls `visit` for each node of the function's graph and of all graphs that it calls (each once),
/// in blocks, forked bodies and groups too. Receivers known at run time only are not followed.
void for_each_node(torch::jit::Function& function,
                   const std::function<void(const torch::jit::Node&)>& visit);

}  // namespace hookstat
