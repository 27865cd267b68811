// Attention in every kernel: products only, whichever kernel ran and whatever it masks.
#include <array>
#include <cstddef>

#include "cost/arguments.h"
#include "cost/formula.h"
#include "cost/operator_table.h"

namespace hookstat::cost {
namespace {

// softmax(Q K^T) V: each of the queries meets each of the keys, over E features, and takes a sum of
// as many values, of Ev features. A causal mask makes no discount. Heads that share their keys
// (grouped queries) count as many as there are of the query.
Price attention(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const query = tensor_at(call.inputs, 0);
  const TensorInfo* const key = tensor_at(call.inputs, 1);
  const TensorInfo* const value = tensor_at(call.inputs, 2);
  const TensorInfo* const output = first_output(call);
  if (query == nullptr || key == nullptr || value == nullptr || output == nullptr ||
      query->sizes.size() < 2 || key->sizes.size() < 2 || value->sizes.size() < 2 ||
      output->sizes.empty() || value->sizes.back() == 0) {
    return kNoPrice;
  }
  const std::int64_t queries = element_count(output->sizes) / value->sizes.back();
  const std::int64_t keys = key->sizes[key->sizes.size() - 2];
  return product_price(call, queries * keys * (query->sizes.back() + value->sizes.back()));
}

// [B, L, D]: the projections of queries, keys and values, attention of all heads together, and the
// projection of the result.
std::int64_t multi_head_macs(const TensorInfo& query, const TensorInfo& key) noexcept {
  const std::int64_t batch = query.sizes[0];
  const std::int64_t queries = query.sizes[1];
  const std::int64_t keys = key.sizes[1];
  const std::int64_t width = query.sizes[2];
  const std::int64_t projections = 2 * queries + 2 * keys;
  return batch * width * (projections * width + 2 * queries * keys);
}

Price native_multi_head(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const query = tensor_argument(call, "query");
  const TensorInfo* const key = tensor_argument(call, "key");
  if (query == nullptr || key == nullptr || query->sizes.size() != 3 || key->sizes.size() != 3) {
    return kNoPrice;
  }
  return product_price(call, multi_head_macs(*query, *key));
}

// Self-attention and the two linear layers behind it.
Price encoder_layer(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const source = tensor_argument(call, "src");
  const TensorInfo* const first = tensor_argument(call, "ffn_weight_1");
  const TensorInfo* const second = tensor_argument(call, "ffn_weight_2");
  if (source == nullptr || first == nullptr || second == nullptr || source->sizes.size() != 3) {
    return kNoPrice;
  }
  const std::int64_t positions = source->sizes[0] * source->sizes[1];
  const std::int64_t feed_forward =
      positions * (element_count(first->sizes) + element_count(second->sizes));
  return product_price(call, multi_head_macs(*source, *source) + feed_forward);
}

constexpr std::array kRows{
    OperatorRow{"scaled_dot_product_attention", attention},
    OperatorRow{"_scaled_dot_product_attention_math", attention},
    OperatorRow{"_scaled_dot_product_flash_attention", attention},
    OperatorRow{"_scaled_dot_product_flash_attention_for_cpu", attention},
    OperatorRow{"_scaled_dot_product_efficient_attention", attention},
    OperatorRow{"_scaled_dot_product_cudnn_attention", attention},
    OperatorRow{"_scaled_dot_product_fused_attention_overrideable", attention},
    OperatorRow{"_native_multi_head_attention", native_multi_head},
    OperatorRow{"_transformer_encoder_layer_fwd", encoder_layer},
};

}  // namespace

std::span<const OperatorRow> attention_rows() noexcept { return kRows; }

}  // namespace hookstat::cost
