#include <array>
#include <string_view>

#include "cost/arguments.h"
#include "cost/formula.h"
#include "cost/operator_table.h"

namespace hookstat::cost {
namespace {

// A factor of 1, the default, is no multiplication.
std::int64_t scaling(const OpCall& call, std::string_view factor) noexcept {
  return number_argument(call, factor).value_or(1.0) == 1.0 ? 0 : 1;
}

// self + alpha x other
Price sum_or_difference(const OpCall& call, std::int64_t per_element) {
  return per_output_element(call, per_element + scaling(call, "alpha"));
}

// self + value x tensor1 x tensor2, or / tensor2
Price added_pair(const OpCall& call, std::int64_t per_element) {
  return per_output_element(call, per_element + scaling(call, "value"));
}

// One comparison for each bound.
Price clamp(const OpCall& call, std::int64_t per_bound) {
  const int bounds = (is_given(call, "min") ? 1 : 0) + (is_given(call, "max") ? 1 : 0);
  return per_output_element(call, per_bound * bounds);
}

// x / 2 (1 + erf(x / sqrt 2)), or with tanh(sqrt(2 / pi) (x + 0.044715 x^3)) for the erf.
Price gelu(const OpCall& call, std::int64_t with_erf) {
  constexpr std::int64_t kWithTanh = 9;
  const OpValue* const approximate = argument(call, "approximate");
  const auto* const name = approximate ? std::get_if<std::string>(approximate) : nullptr;
  return per_output_element(call, name != nullptr && *name == "tanh" ? kWithTanh : with_erf);
}

// In eval mode the result is the argument itself.
Price dropout(const OpCall& call, std::int64_t per_element) {
  const bool drops = flag_argument(call, "train") && number_argument(call, "p") != 0.0;
  return drops ? per_output_element(call, per_element) : view_or_copy(call, 0);
}

// `max(a, b)` compares two tensors, `max(a)` and `max(a, dim)` reduce one.
Price extremum(const OpCall& call, std::int64_t per_element) {
  return is_given(call, "other") ? per_output_element(call, per_element)
                                 : per_input_element(call, per_element);
}

constexpr std::array kRows{
    OperatorRow{"add", sum_or_difference, 1},
    OperatorRow{"sub", sum_or_difference, 1},
    OperatorRow{"subtract", sum_or_difference, 1},
    OperatorRow{"rsub", sum_or_difference, 1},
    OperatorRow{"addcmul", added_pair, 2},
    OperatorRow{"addcdiv", added_pair, 2},
    OperatorRow{"lerp", per_output_element, 3},
    OperatorRow{"clamp", clamp, 1},
    OperatorRow{"clip", clamp, 1},
    OperatorRow{"gelu", gelu, 5},
    OperatorRow{"dropout", dropout, 2},
    OperatorRow{"feature_dropout", dropout, 2},
    OperatorRow{"native_dropout", dropout, 2},
    OperatorRow{"max", extremum, 1},
    OperatorRow{"min", extremum, 1},

    // One arithmetic operation or transcendental.
    OperatorRow{"mul", per_output_element, 1},
    OperatorRow{"multiply", per_output_element, 1},
    OperatorRow{"div", per_output_element, 1},
    OperatorRow{"divide", per_output_element, 1},
    OperatorRow{"true_divide", per_output_element, 1},
    OperatorRow{"floor_divide", per_output_element, 1},
    OperatorRow{"remainder", per_output_element, 1},
    OperatorRow{"fmod", per_output_element, 1},
    OperatorRow{"neg", per_output_element, 1},
    OperatorRow{"negative", per_output_element, 1},
    OperatorRow{"abs", per_output_element, 1},
    OperatorRow{"absolute", per_output_element, 1},
    OperatorRow{"sign", per_output_element, 1},
    OperatorRow{"floor", per_output_element, 1},
    OperatorRow{"ceil", per_output_element, 1},
    OperatorRow{"round", per_output_element, 1},
    OperatorRow{"trunc", per_output_element, 1},
    OperatorRow{"reciprocal", per_output_element, 1},
    OperatorRow{"square", per_output_element, 1},
    OperatorRow{"pow", per_output_element, 1},
    OperatorRow{"sqrt", per_output_element, 1},
    OperatorRow{"exp", per_output_element, 1},
    OperatorRow{"exp2", per_output_element, 1},
    OperatorRow{"log", per_output_element, 1},
    OperatorRow{"log2", per_output_element, 1},
    OperatorRow{"log10", per_output_element, 1},
    OperatorRow{"sin", per_output_element, 1},
    OperatorRow{"cos", per_output_element, 1},
    OperatorRow{"tan", per_output_element, 1},
    OperatorRow{"asin", per_output_element, 1},
    OperatorRow{"acos", per_output_element, 1},
    OperatorRow{"atan", per_output_element, 1},
    OperatorRow{"atan2", per_output_element, 1},
    OperatorRow{"sinh", per_output_element, 1},
    OperatorRow{"cosh", per_output_element, 1},
    OperatorRow{"tanh", per_output_element, 1},
    OperatorRow{"erf", per_output_element, 1},
    OperatorRow{"erfc", per_output_element, 1},
    OperatorRow{"rsqrt", per_output_element, 2},
    OperatorRow{"expm1", per_output_element, 2},
    OperatorRow{"log1p", per_output_element, 2},

    // One comparison.
    OperatorRow{"eq", per_output_element, 1},
    OperatorRow{"ne", per_output_element, 1},
    OperatorRow{"lt", per_output_element, 1},
    OperatorRow{"le", per_output_element, 1},
    OperatorRow{"gt", per_output_element, 1},
    OperatorRow{"ge", per_output_element, 1},
    OperatorRow{"isnan", per_output_element, 1},
    OperatorRow{"maximum", per_output_element, 1},
    OperatorRow{"minimum", per_output_element, 1},
    OperatorRow{"fmax", per_output_element, 1},
    OperatorRow{"fmin", per_output_element, 1},
    OperatorRow{"clamp_min", per_output_element, 1},
    OperatorRow{"clamp_max", per_output_element, 1},

    // Activations, by their definitions in PyTorch's documentation.
    OperatorRow{"relu", per_output_element, 1},
    OperatorRow{"threshold", per_output_element, 1},
    OperatorRow{"relu6", per_output_element, 2},
    OperatorRow{"hardtanh", per_output_element, 2},
    OperatorRow{"leaky_relu", per_output_element, 2},
    OperatorRow{"prelu", per_output_element, 2},
    OperatorRow{"_prelu_kernel", per_output_element, 2},
    OperatorRow{"sigmoid", per_output_element, 4},
    OperatorRow{"hardsigmoid", per_output_element, 4},
    OperatorRow{"elu", per_output_element, 4},
    OperatorRow{"silu", per_output_element, 5},
    OperatorRow{"hardswish", per_output_element, 5},
    OperatorRow{"glu", per_output_element, 5},
    OperatorRow{"log_sigmoid", per_output_element, 5},
    OperatorRow{"softplus", per_output_element, 5},
    OperatorRow{"mish", per_output_element, 5},
    OperatorRow{"celu", per_output_element, 7},
    OperatorRow{"selu", per_output_element, 7},

    // Logic is no arithmetic.
    OperatorRow{"logical_and", per_output_element, 0},
    OperatorRow{"logical_or", per_output_element, 0},
    OperatorRow{"logical_xor", per_output_element, 0},
    OperatorRow{"logical_not", per_output_element, 0},
    OperatorRow{"bitwise_and", per_output_element, 0},
    OperatorRow{"bitwise_or", per_output_element, 0},
    OperatorRow{"bitwise_xor", per_output_element, 0},
    OperatorRow{"bitwise_not", per_output_element, 0},
    OperatorRow{"__and__", per_output_element, 0},
    OperatorRow{"__or__", per_output_element, 0},
    OperatorRow{"__xor__", per_output_element, 0},
    OperatorRow{"__iand__", per_output_element, 0},
    OperatorRow{"__ior__", per_output_element, 0},
    OperatorRow{"__ixor__", per_output_element, 0},
};

}  // namespace

std::span<const OperatorRow> element_wise_rows() noexcept { return kRows; }

}  // namespace hookstat::cost
