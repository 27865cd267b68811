// Marks around operators. Which module an operator belongs to is written on its node before the
// executor optimises the graph, as a scope, which optimising passes hand on; the marks come after.
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include <mutex>
#include <vector>

#include "hookstat/recording.h"

namespace hookstat {

/// Numbers the operators that have marks; site 0 is the call of the model. Thread-safe: methods
/// behind an interface add theirs while the model runs.
class OperatorTable {
 public:
  SiteId add(OperatorSite site) {
    const std::scoped_lock lock(mutex_);
    sites_.push_back(std::move(site));
    return static_cast<SiteId>(sites_.size() - 1);
  }
  [[nodiscard]] std::vector<OperatorSite> all() const {
    const std::scoped_lock lock(mutex_);
    return sites_;
  }
  [[nodiscard]] std::size_t size() const {
    const std::scoped_lock lock(mutex_);
    return sites_.size();
  }

 private:
  mutable std::mutex mutex_;
  std::vector<OperatorSite> sites_{OperatorSite{}};
};

/// Notes that the node is part of the code of `module`.
void note_module(torch::jit::Node& node, ModuleIndex module);

/// Puts marks around every operator in `graph`, in the blocks in it and in forked bodies, of which
/// it makes copies: whatever goes through the dispatcher or takes or gives a tensor, but neither
/// asks only for its shape nor handles lists, and groups of fused operators as one. What an
/// optimising pass made for itself is that of the code around it, at last of `owner`: it may stand
/// for operators of several modules.
void mark_operators(torch::jit::Graph& graph, OperatorTable& table, ModuleIndex owner);

}  // namespace hookstat
