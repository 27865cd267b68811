#include <algorithm>
#include <array>
#include <string_view>

#include "cost/arguments.h"
#include "cost/formula.h"
#include "cost/operator_table.h"
#include "cost/traffic.h"

namespace hookstat::cost {
namespace {

// Reads and writes without arithmetic; what only reads (`item`) has no result to write.
Price moves(const OpCall& call, std::int64_t /*unused*/) {
  return {PriceState::kPriced, traffic(call)};
}

Price writes_reading(const OpCall& call, const TensorInfo* source) {
  const Tensors written = tensors_written(call);
  if (written.empty()) return kNoPrice;
  return {PriceState::kPriced, Cost{.bytes_read = source == nullptr ? 0 : bytes_of(*source),
                                    .bytes_written = distinct_bytes(written)}};
}

// The target is overwritten, not read; an example tensor (`zeros_like`) lends its shape only.
Price fills(const OpCall& call, std::int64_t /*unused*/) {
  return writes_reading(call, tensor_argument(call, "value"));
}

Price copies_onto(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const source = tensor_argument(call, "src");
  return writes_reading(call, source != nullptr ? source : tensor_argument(call, "other"));
}

// Takes from the first argument only what it looks up, and never more than there is; the indices
// are read whole.
Price looks_up(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const source = first_input(call);
  const TensorInfo* const output = first_output(call);
  if (source == nullptr || output == nullptr) return kNoPrice;
  Cost cost = traffic(call);
  Tensors indices = tensors_read(call);
  if (indices.empty()) return kNoPrice;
  indices.erase(indices.begin());
  const std::int64_t taken = std::min(element_count(output->sizes), unique_elements(*source));
  cost.bytes_read = taken * item_size(source->dtype) + distinct_bytes(indices);
  return {PriceState::kPriced, cost};
}

constexpr std::array kRows{
    OperatorRow{"clone", moves},
    OperatorRow{"_to_copy", moves},
    OperatorRow{"cat", moves},
    OperatorRow{"concat", moves},
    OperatorRow{"concatenate", moves},
    OperatorRow{"stack", moves},
    OperatorRow{"hstack", moves},
    OperatorRow{"vstack", moves},
    OperatorRow{"dstack", moves},
    OperatorRow{"repeat", moves},
    OperatorRow{"tile", moves},
    OperatorRow{"roll", moves},
    OperatorRow{"flip", moves},
    OperatorRow{"rot90", moves},
    OperatorRow{"pad", moves},
    OperatorRow{"constant_pad_nd", moves},
    OperatorRow{"reflection_pad1d", moves},
    OperatorRow{"reflection_pad2d", moves},
    OperatorRow{"reflection_pad3d", moves},
    OperatorRow{"replication_pad1d", moves},
    OperatorRow{"replication_pad2d", moves},
    OperatorRow{"replication_pad3d", moves},
    OperatorRow{"im2col", moves},
    OperatorRow{"pixel_shuffle", moves},
    OperatorRow{"pixel_unshuffle", moves},
    OperatorRow{"channel_shuffle", moves},
    OperatorRow{"tril", moves},
    OperatorRow{"triu", moves},
    OperatorRow{"masked_fill", moves},
    OperatorRow{"where", moves},

    // A value that leaves the tensors.
    OperatorRow{"item", moves},
    OperatorRow{"_local_scalar_dense", moves},
    OperatorRow{"is_nonzero", moves},
    OperatorRow{"equal", moves},

    OperatorRow{"copy", copies_onto},

    OperatorRow{"fill", fills},
    OperatorRow{"zero", fills},
    OperatorRow{"zeros", fills},
    OperatorRow{"ones", fills},
    OperatorRow{"full", fills},
    OperatorRow{"zeros_like", fills},
    OperatorRow{"ones_like", fills},
    OperatorRow{"full_like", fills},
    OperatorRow{"new_zeros", fills},
    OperatorRow{"new_ones", fills},
    OperatorRow{"new_full", fills},
    OperatorRow{"scalar_tensor", fills},
    OperatorRow{"arange", fills},
    OperatorRow{"linspace", fills},
    OperatorRow{"eye", fills},

    OperatorRow{"embedding", looks_up},
    OperatorRow{"index", looks_up},
    OperatorRow{"index_select", looks_up},
    OperatorRow{"gather", looks_up},
    OperatorRow{"take", looks_up},
    OperatorRow{"take_along_dim", looks_up},
};

}  // namespace

std::span<const OperatorRow> copy_rows() noexcept { return kRows; }

}  // namespace hookstat::cost
