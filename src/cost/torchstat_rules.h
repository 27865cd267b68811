// The rules of the `torchstat` convention: module class -> columns.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "hookstat/torchstat.h"

namespace hookstat::cost {

/// What a rule gives. Reads and writes are in elements of the input's type.
struct TorchstatCounts {
  std::int64_t madd = 0;
  std::int64_t flops = 0;
  std::int64_t elements_read = 0;
  std::int64_t elements_written = 0;
};

/// A leaf that ran, as its rule sees it.
struct LeafView {
  const LeafModule& leaf;
  const TensorInfo& input;   ///< the first one, at least one dimension
  const TensorInfo& output;  ///< the first one, at least one dimension
  const OpCall* call;        ///< the operator the class is known by; nullptr where there is none
};

/// nullopt where the leaf's shapes or operator are not those the class is defined for.
using TorchstatRule = std::optional<TorchstatCounts> (*)(const LeafView& view);

struct TorchstatClass {
  std::string_view name;
  TorchstatRule rule;
  /// Does this operator call do the work of the class?
  bool (*made_by)(const OpCall& call);
};

/// The row of the table for a class name; nullptr for "any other leaf".
[[nodiscard]] const TorchstatClass* find_torchstat_class(std::string_view name) noexcept;

/// The class whose work a leaf of an unknown class does: that of its only operator call of the
/// table with a weight that can be the leaf's own (not larger than all of the leaf's parameters).
/// nullptr where there is no such call, or more than one.
[[nodiscard]] const TorchstatClass* class_by_operator(const LeafModule& leaf) noexcept;

}  // namespace hookstat::cost
