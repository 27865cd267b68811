#include <array>

#include "cost/arguments.h"
#include "cost/formula.h"
#include "cost/operator_table.h"
#include "cost/traffic.h"

namespace hookstat::cost {
namespace {

constexpr std::int64_t kStatistics = 4;  // mean 1, variance 3
constexpr std::int64_t kNormalise = 2;   // minus the mean, times the inverse deviation

std::int64_t affine(const OpCall& call) noexcept {
  return (is_given(call, "weight") ? 1 : 0) + (is_given(call, "bias") ? 1 : 0);
}

// Statistics of the batch are computed and, where running ones are kept, written back.
Price with_running_statistics(const OpCall& call, bool from_batch) {
  Price price = per_input_element(call, (from_batch ? kStatistics : 0) + kNormalise + affine(call));
  if (price.state != PriceState::kPriced || !from_batch) return price;
  for (const char* const name : {"running_mean", "running_var"}) {
    const TensorInfo* const running = tensor_argument(call, name);
    if (running != nullptr) price.cost.bytes_written += bytes_of(*running);
  }
  return price;
}

Price batch_norm(const OpCall& call, std::int64_t /*unused*/) {
  return with_running_statistics(call, flag_argument(call, "training"));
}

Price instance_norm(const OpCall& call, std::int64_t /*unused*/) {
  return with_running_statistics(call, flag_argument(call, "use_input_stats"));
}

Price normalisation(const OpCall& call, std::int64_t per_element) {
  return per_input_element(call, per_element + affine(call));
}

constexpr std::array kRows{
    OperatorRow{"batch_norm", batch_norm},
    OperatorRow{"native_batch_norm", batch_norm},
    OperatorRow{"_native_batch_norm_legit", batch_norm},
    OperatorRow{"_native_batch_norm_legit_no_training", batch_norm},
    OperatorRow{"_batch_norm_impl_index", batch_norm},
    OperatorRow{"cudnn_batch_norm", batch_norm},
    OperatorRow{"instance_norm", instance_norm},
    OperatorRow{"layer_norm", normalisation, kStatistics + kNormalise},
    OperatorRow{"native_layer_norm", normalisation, kStatistics + kNormalise},
    OperatorRow{"group_norm", normalisation, kStatistics + kNormalise},
    OperatorRow{"native_group_norm", normalisation, kStatistics + kNormalise},
    // Square, mean, times the inverse root.
    OperatorRow{"rms_norm", normalisation, 3},
};

}  // namespace

std::span<const OperatorRow> normalisation_rows() noexcept { return kRows; }

}  // namespace hookstat::cost
