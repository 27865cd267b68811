// What the formulas of all families share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "hookstat/cost.h"
#include "hookstat/cost_table.h"
#include "hookstat/op_call.h"

namespace hookstat::cost {

/// `per_element` FLOPs for each element of the first result.
[[nodiscard]] Price per_output_element(const OpCall& call, std::int64_t per_element);

/// `per_element` FLOPs for each element of the first argument.
[[nodiscard]] Price per_input_element(const OpCall& call, std::int64_t per_element);

/// Free where the result lies in the first argument's storage, else a copy of that argument.
[[nodiscard]] Price view_or_copy(const OpCall& call, std::int64_t unused);

/// A product in which every value of `positions` meets all elements of `weight` that are of its
/// channel, the dimension `channel`: whatever the order of the weight's own dimensions. kNoPrice
/// where one is missing, or has no such dimension.
[[nodiscard]] Price product_by_channel(const OpCall& call, const TensorInfo* positions,
                                       std::size_t channel, const TensorInfo* weight);

/// The shapes that a formula goes by: of the parts of a nested tensor, else of the tensor.
[[nodiscard]] inline std::span<const Shape> parts_of(const TensorInfo& tensor) noexcept {
  if (tensor.layout == Layout::kNested) return tensor.parts;
  return {&tensor.sizes, 1};
}

/// The first argument or result where it is a tensor, else nullptr.
[[nodiscard]] inline const TensorInfo* first_input(const OpCall& call) noexcept {
  return tensor_at(call.inputs, 0);
}
[[nodiscard]] inline const TensorInfo* first_output(const OpCall& call) noexcept {
  return tensor_at(call.outputs, 0);
}

}  // namespace hookstat::cost
