// Less common element-wise functions, by their definitions in PyTorch's documentation.
#include <array>

#include "cost/formula.h"
#include "cost/operator_table.h"

namespace hookstat::cost {
namespace {

// FLOPs for each element of the result.
constexpr std::array kRows{
    // One operation, transcendental function or comparison.
    OperatorRow{"acosh", per_output_element, 1},
    OperatorRow{"asinh", per_output_element, 1},
    OperatorRow{"atanh", per_output_element, 1},
    OperatorRow{"erfinv", per_output_element, 1},
    OperatorRow{"lgamma", per_output_element, 1},
    OperatorRow{"digamma", per_output_element, 1},
    OperatorRow{"polygamma", per_output_element, 1},
    OperatorRow{"i0", per_output_element, 1},
    OperatorRow{"igamma", per_output_element, 1},
    OperatorRow{"igammac", per_output_element, 1},
    OperatorRow{"frac", per_output_element, 1},
    OperatorRow{"sgn", per_output_element, 1},
    OperatorRow{"signbit", per_output_element, 1},
    OperatorRow{"copysign", per_output_element, 1},
    OperatorRow{"heaviside", per_output_element, 1},
    OperatorRow{"angle", per_output_element, 1},
    OperatorRow{"conj_physical", per_output_element, 1},
    OperatorRow{"deg2rad", per_output_element, 1},
    OperatorRow{"rad2deg", per_output_element, 1},
    OperatorRow{"isposinf", per_output_element, 1},
    OperatorRow{"isneginf", per_output_element, 1},
    OperatorRow{"gcd", per_output_element, 1},
    OperatorRow{"lcm", per_output_element, 1},

    // Two: comparisons; power of two and product; logarithm and product; sum and its relu.
    OperatorRow{"hardshrink", per_output_element, 2},
    OperatorRow{"rrelu_with_noise", per_output_element, 2},
    OperatorRow{"ldexp", per_output_element, 2},
    OperatorRow{"xlogy", per_output_element, 2},
    OperatorRow{"_add_relu", per_output_element, 2},

    // Three: two comparisons and a difference; one for each kind of number; x pi, sine, division;
    // difference, division, logarithm; two products and a difference.
    OperatorRow{"softshrink", per_output_element, 3},
    OperatorRow{"nan_to_num", per_output_element, 3},
    OperatorRow{"sinc", per_output_element, 3},
    OperatorRow{"logit", per_output_element, 3},
    OperatorRow{"linalg_cross", per_output_element, 3},
    // A norm and a product.
    OperatorRow{"_weight_norm_interface", per_output_element, 3},

    // Two squares, sum, root; two exponentials, sum, logarithm; sine, cosine, two products.
    OperatorRow{"hypot", per_output_element, 4},
    OperatorRow{"logaddexp", per_output_element, 4},
    OperatorRow{"logaddexp2", per_output_element, 4},
    OperatorRow{"polar", per_output_element, 4},

    OperatorRow{"log_sigmoid_forward", per_output_element, 5},

    // Shifts are no arithmetic.
    OperatorRow{"bitwise_left_shift", per_output_element, 0},
    OperatorRow{"bitwise_right_shift", per_output_element, 0},
    OperatorRow{"__lshift__", per_output_element, 0},
    OperatorRow{"__rshift__", per_output_element, 0},
    OperatorRow{"__ilshift__", per_output_element, 0},
    OperatorRow{"__irshift__", per_output_element, 0},
};

}  // namespace

std::span<const OperatorRow> special_rows() noexcept { return kRows; }

}  // namespace hookstat::cost
