#include <array>

#include "cost/formula.h"
#include "cost/operator_table.h"

namespace hookstat::cost {
namespace {

// FLOPs for each element that goes in; what is done once per result (a mean's division, a norm's
// root) is left out, as it is small against it. `max` and `min` stand with the element-wise ones.
constexpr std::array kRows{
    OperatorRow{"sum", per_input_element, 1},
    OperatorRow{"mean", per_input_element, 1},
    OperatorRow{"prod", per_input_element, 1},
    OperatorRow{"amax", per_input_element, 1},
    OperatorRow{"amin", per_input_element, 1},
    OperatorRow{"argmax", per_input_element, 1},
    OperatorRow{"argmin", per_input_element, 1},
    OperatorRow{"cumsum", per_input_element, 1},
    OperatorRow{"cumprod", per_input_element, 1},
    OperatorRow{"cummax", per_input_element, 1},
    OperatorRow{"cummin", per_input_element, 1},
    OperatorRow{"count_nonzero", per_input_element, 1},
    OperatorRow{"any", per_input_element, 0},
    OperatorRow{"all", per_input_element, 0},

    // The smallest and the largest; a test and an addition.
    OperatorRow{"aminmax", per_input_element, 2},
    OperatorRow{"nansum", per_input_element, 2},

    // A power and an addition.
    OperatorRow{"norm", per_input_element, 2},
    OperatorRow{"linalg_vector_norm", per_input_element, 2},
    OperatorRow{"frobenius_norm", per_input_element, 2},
    // ... of a difference.
    OperatorRow{"dist", per_input_element, 3},

    // Mean 1, then difference, square and addition.
    OperatorRow{"var", per_input_element, 4},
    OperatorRow{"std", per_input_element, 4},
    OperatorRow{"var_mean", per_input_element, 4},
    OperatorRow{"std_mean", per_input_element, 4},

    // Exponential, sum, logarithm.
    OperatorRow{"logcumsumexp", per_input_element, 3},
    // Largest, difference, exponential, sum.
    OperatorRow{"logsumexp", per_input_element, 4},
    // ... and a division by the sum, or a difference from its logarithm.
    OperatorRow{"softmax", per_input_element, 5},
    OperatorRow{"_softmax", per_input_element, 5},
    OperatorRow{"_safe_softmax", per_input_element, 5},
    OperatorRow{"_masked_softmax", per_input_element, 5},
    OperatorRow{"log_softmax", per_input_element, 5},
    OperatorRow{"_log_softmax", per_input_element, 5},
};

}  // namespace

std::span<const OperatorRow> reduction_rows() noexcept { return kRows; }

}  // namespace hookstat::cost
