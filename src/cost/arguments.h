// Reading an operator call: its name and its arguments, by the names of the operator's schema.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "hookstat/op_call.h"

namespace hookstat::cost {

/// `relu` for "aten::relu" and for "aten::relu_": without PyTorch's own namespace and without the
/// underscore of the in-place form. Dunder names (`__and__`) and other namespaces stay whole.
[[nodiscard]] std::string_view base_name(std::string_view qualified) noexcept;

/// `mylib::my_op` for "mylib::my_op" and for its in-place form "mylib::my_op_"; dunder names stay
/// whole.
[[nodiscard]] std::string_view without_in_place_mark(std::string_view qualified) noexcept;

/// True where the name says that the call changes its first argument.
[[nodiscard]] bool is_in_place(std::string_view qualified) noexcept;

/// How many of the last arguments are `out` targets: they are written, not read.
[[nodiscard]] std::size_t out_argument_count(const OpCall& call) noexcept;

/// The argument of that name where it is a tensor, else nullptr (also for None).
[[nodiscard]] const TensorInfo* tensor_argument(const OpCall& call, std::string_view name) noexcept;

/// True where the call has an argument of that name that is not None.
[[nodiscard]] bool is_given(const OpCall& call, std::string_view name) noexcept;

/// The argument as a number; nullopt where it is absent, None or no number.
[[nodiscard]] std::optional<double> number_argument(const OpCall& call,
                                                    std::string_view name) noexcept;

/// The argument as an integer; `fallback` where it is absent, None or no integer.
[[nodiscard]] std::int64_t integer_argument(const OpCall& call, std::string_view name,
                                            std::int64_t fallback) noexcept;

/// The argument as a flag; false where it is absent, None or no flag.
[[nodiscard]] bool flag_argument(const OpCall& call, std::string_view name) noexcept;

/// Product of the `kernel_size` of a pooling over `rank` dimensions, where one number (alone or as
/// a list of length 1) stands for all of them; nullopt where the call has no such argument.
[[nodiscard]] std::optional<std::int64_t> kernel_elements(const OpCall& call,
                                                          std::size_t rank) noexcept;

/// Product of the sizes from dimension `first` on; 1 where there are none.
[[nodiscard]] std::int64_t elements_from(const Shape& sizes, std::size_t first) noexcept;

}  // namespace hookstat::cost
