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

// Rows that are looked up, and added (or compared) bag by bag; with weights of their own each row
// is multiplied first.
Price embedding_bag(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const weight = tensor_argument(call, "weight");
  const TensorInfo* const indices = tensor_argument(call, "indices");
  const TensorInfo* const output = first_output(call);
  if (weight == nullptr || indices == nullptr || output == nullptr) return kNoPrice;
  const std::int64_t values = element_count(indices->sizes) * elements_from(weight->sizes, 1);
  Tensors lists = tensors_read(call);
  lists.erase(std::find(lists.begin(), lists.end(), weight));
  const std::int64_t taken = std::min(values, unique_elements(*weight));
  return {PriceState::kPriced,
          Cost{.flops = values * (is_given(call, "per_sample_weights") ? 2 : 1),
               .bytes_read = taken * item_size(weight->dtype) + distinct_bytes(lists),
               .bytes_written = distinct_bytes(tensors_written(call))}};
}

// Each element of `source` is added to, or compared with, one that is there.
Price gathers(const OpCall& call, std::string_view source) {
  const TensorInfo* const values = tensor_argument(call, source);
  if (values == nullptr) return moves(call, 0);  // a number for all
  return arithmetic_price(call, element_count(values->sizes));
}

Price scatters(const OpCall& call, std::int64_t /*unused*/) { return gathers(call, "src"); }

Price adds_at_indices(const OpCall& call, std::int64_t /*unused*/) {
  return gathers(call, "source");
}

Price puts(const OpCall& call, std::int64_t /*unused*/) {
  return flag_argument(call, "accumulate") ? gathers(call, "values") : moves(call, 0);
}

// Overlapping windows add up.
Price folds(const OpCall& call, std::int64_t /*unused*/) { return per_input_element(call, 1); }

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
    OperatorRow{"complex", moves},
    OperatorRow{"block_diag", moves},
    OperatorRow{"diag_embed", moves},
    OperatorRow{"repeat_interleave", moves},
    OperatorRow{"masked_select", moves},
    OperatorRow{"masked_scatter", moves},
    OperatorRow{"scatter", moves},
    OperatorRow{"slice_scatter", moves},
    OperatorRow{"select_scatter", moves},
    OperatorRow{"diagonal_scatter", moves},
    OperatorRow{"index_copy", moves},
    OperatorRow{"index_fill", moves},
    OperatorRow{"max_unpool2d", moves},
    OperatorRow{"max_unpool3d", moves},
    OperatorRow{"_pack_padded_sequence", moves},
    OperatorRow{"to_padded_tensor", moves},
    OperatorRow{"_nested_from_padded", moves},
    OperatorRow{"_nested_tensor_from_mask", moves},
    OperatorRow{"_nested_tensor_from_tensor_list", moves},
    OperatorRow{"to_mkldnn", moves},
    OperatorRow{"to_dense", moves},

    // Elements are added to others.
    OperatorRow{"scatter_add", scatters},
    OperatorRow{"scatter_reduce", scatters},
    OperatorRow{"index_add", adds_at_indices},
    OperatorRow{"index_reduce", adds_at_indices},
    OperatorRow{"index_put", puts},
    OperatorRow{"_index_put_impl", puts},
    OperatorRow{"col2im", folds},
    OperatorRow{"embedding_bag", embedding_bag},
    OperatorRow{"_embedding_bag", embedding_bag},

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
    OperatorRow{"tril_indices", fills},
    OperatorRow{"triu_indices", fills},
    // Random numbers come from no arithmetic of the model.
    OperatorRow{"rand", fills},
    OperatorRow{"rand_like", fills},
    OperatorRow{"randn", fills},
    OperatorRow{"randn_like", fills},
    OperatorRow{"randint", fills},
    OperatorRow{"randint_like", fills},
    OperatorRow{"randperm", fills},
    OperatorRow{"uniform", fills},
    OperatorRow{"normal", fills},
    OperatorRow{"bernoulli", fills},
    OperatorRow{"exponential", fills},

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
