// The table operator name -> formula, one list of rows per family of operators.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "hookstat/cost.h"
#include "hookstat/op_call.h"

namespace hookstat::cost {

/// Prices one call from its arguments and results alone. `parameter` is the row's number, whose
/// meaning belongs to the formula (FLOPs per element, spatial dimensions); operators that differ in
/// it alone share a formula.
using Formula = Price (*)(const OpCall& call, std::int64_t parameter);

struct OperatorRow {
  std::string_view name;  ///< base_name() of the operator
  Formula formula = nullptr;
  std::int64_t parameter = 0;
};

[[nodiscard]] std::span<const OperatorRow> convolution_rows() noexcept;
[[nodiscard]] std::span<const OperatorRow> product_rows() noexcept;
[[nodiscard]] std::span<const OperatorRow> attention_rows() noexcept;
[[nodiscard]] std::span<const OperatorRow> recurrent_rows() noexcept;
[[nodiscard]] std::span<const OperatorRow> quantized_rows() noexcept;
[[nodiscard]] std::span<const OperatorRow> loss_rows() noexcept;
[[nodiscard]] std::span<const OperatorRow> element_wise_rows() noexcept;
[[nodiscard]] std::span<const OperatorRow> special_rows() noexcept;
[[nodiscard]] std::span<const OperatorRow> reduction_rows() noexcept;
[[nodiscard]] std::span<const OperatorRow> normalisation_rows() noexcept;
[[nodiscard]] std::span<const OperatorRow> window_rows() noexcept;
[[nodiscard]] std::span<const OperatorRow> view_rows() noexcept;
[[nodiscard]] std::span<const OperatorRow> copy_rows() noexcept;

/// Kernels that have no formula and do their work outside the operators they call (for scratch
/// memory, say): asking those would price the scratch memory and hide the work.
[[nodiscard]] std::span<const OperatorRow> closed_rows() noexcept;

using Family = std::span<const OperatorRow> (*)() noexcept;

/// Every family. A name stands in one of them only.
inline constexpr std::array kFamilies{
    convolution_rows, product_rows,      attention_rows, recurrent_rows, quantized_rows,
    loss_rows,        element_wise_rows, reduction_rows, special_rows,   normalisation_rows,
    window_rows,      view_rows,         copy_rows,      closed_rows};

/// The row of an operator's qualified name; nullptr where the table has none.
[[nodiscard]] const OperatorRow* find_row(std::string_view qualified) noexcept;

}  // namespace hookstat::cost
