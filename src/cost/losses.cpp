// Losses that are kernels of their own, by their definitions in PyTorch's documentation. What is
// left of a loss is the sum over elements, where it has one.
#include <array>

#include "cost/arguments.h"
#include "cost/formula.h"
#include "cost/operator_table.h"

namespace hookstat::cost {
namespace {

Price loss(const OpCall& call, std::int64_t per_element) {
  constexpr std::int64_t kNoReduction = 0;  // at::Reduction::None
  const bool reduced = integer_argument(call, "reduction", 1) != kNoReduction;
  return per_input_element(call, per_element + (reduced ? 1 : 0));
}

constexpr std::array kRows{
    // Difference, square.
    OperatorRow{"mse_loss", loss, 2},
    // Difference, magnitude, comparison, and the larger of both branches: square and halve.
    OperatorRow{"smooth_l1_loss", loss, 5},
    OperatorRow{"huber_loss", loss, 5},
    // y log x + (1 - y) log (1 - x), negated.
    OperatorRow{"binary_cross_entropy", loss, 8},
    // exp(-y x), 1 more, logarithm.
    OperatorRow{"soft_margin_loss", loss, 5},
};

}  // namespace

std::span<const OperatorRow> loss_rows() noexcept { return kRows; }

}  // namespace hookstat::cost
