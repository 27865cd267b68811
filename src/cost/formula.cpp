#include "cost/formula.h"

#include <algorithm>

#include "cost/traffic.h"

namespace hookstat {
namespace {

bool any_floating(const cost::Tensors& tensors) noexcept {
  return std::any_of(tensors.begin(), tensors.end(), [](const TensorInfo* tensor) {
    return is_floating_or_complex(tensor->dtype);
  });
}

}  // namespace

Price product_price(const OpCall& call, std::int64_t macs) {
  Cost cost = cost::traffic(call);
  cost.macs = macs;
  cost.flops = 2 * macs;
  return {PriceState::kPriced, cost};
}

Price arithmetic_price(const OpCall& call, std::int64_t flops) {
  // A comparison of floats has a boolean result, and a division of integers a floating one.
  const bool floating =
      any_floating(cost::tensors_read(call)) || any_floating(cost::tensors_written(call));
  Cost cost = cost::traffic(call);
  cost.flops = floating ? flops : 0;
  return {PriceState::kPriced, cost};
}

namespace cost {

Price product_by_channel(const OpCall& call, const TensorInfo* positions, std::size_t channel,
                         const TensorInfo* weight) {
  if (weight == nullptr || positions == nullptr || positions->sizes.size() <= channel ||
      positions->sizes[channel] == 0) {
    return kNoPrice;
  }
  return product_price(call, element_count(positions->sizes) / positions->sizes[channel] *
                                 element_count(weight->sizes));
}

Price per_output_element(const OpCall& call, std::int64_t per_element) {
  const TensorInfo* const output = first_output(call);
  if (output == nullptr) return kNoPrice;
  return arithmetic_price(call, per_element * element_count(output->sizes));
}

Price per_input_element(const OpCall& call, std::int64_t per_element) {
  const TensorInfo* const input = first_input(call);
  if (input == nullptr || first_output(call) == nullptr) return kNoPrice;
  return arithmetic_price(call, per_element * element_count(input->sizes));
}

Price view_or_copy(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const input = first_input(call);
  const TensorInfo* const output = first_output(call);
  if (input == nullptr || output == nullptr) return kNoPrice;
  if (share_storage(*input, *output)) return kFreePrice;
  // Other arguments (`to(other)`, `type_as(other)`) lend their type only.
  return {PriceState::kPriced,
          Cost{.bytes_read = bytes_of(*input), .bytes_written = bytes_of(*output)}};
}

}  // namespace cost
}  // namespace hookstat
