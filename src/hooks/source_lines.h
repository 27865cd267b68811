// Which line of Python a node of a graph comes from.
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include <map>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "hookstat/recording.h"

namespace hookstat {

/// Of the calls that led to the node the innermost line that is not PyTorch's own; PyTorch's where
/// there is none. As the archive's debug files tell it, else of the archive's own code; empty where
/// the node has neither. `text` is unknown for traced code. `function`: whose graph it is.
[[nodiscard]] SourceLine source_line_of(const torch::jit::Node& node, const std::string& function);

/// The debug files do not tell the line of a call of a function whose first argument is a call
/// itself: gives it the range of an argument on the same line of the archive's code. REQUIRES:
/// nothing was inlined yet.
void complete_ranges(torch::jit::Block& block);

/// Numbers lines in order of first appearance. Thread-safe.
class SourceLineTable {
 public:
  /// The number of the line, or -1 for an empty one.
  std::int32_t add(const SourceLine& line);
  [[nodiscard]] std::vector<SourceLine> all() const;

 private:
  mutable std::mutex mutex_;
  std::vector<SourceLine> lines_;
  std::map<std::tuple<std::string, std::int64_t, std::string>, std::int32_t> numbers_;
};

}  // namespace hookstat
