// Which line of Python a node of a graph comes from.
#pragma once

#include <torch/csrc/jit/ir/ir.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "hookstat/recording.h"

namespace hookstat {

/// The line as the archive's debug files tell it, else the line of the archive's own code; empty
/// where the node has neither. `text` is the expression, cut to one line; unknown for traced code.
[[nodiscard]] SourceLine source_line_of(const torch::jit::Node& node);

/// Numbers lines in order of first appearance. Not thread-safe.
class SourceLineTable {
 public:
  /// The number of the line, or -1 for an empty one. Of several expressions on a line the longest
  /// text is kept.
  std::int32_t add(const SourceLine& line);
  [[nodiscard]] const std::vector<SourceLine>& all() const noexcept { return lines_; }

 private:
  std::vector<SourceLine> lines_;
  std::map<std::pair<std::string, std::int64_t>, std::int32_t> numbers_;
};

}  // namespace hookstat
