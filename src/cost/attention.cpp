// Attention in every kernel: products only, whichever kernel ran and whatever it masks.
#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>

#include "cost/arguments.h"
#include "cost/formula.h"
#include "cost/operator_table.h"

namespace hookstat::cost {
namespace {

// softmax(Q K^T) V: each of the queries meets each of the keys, over E features, and takes a sum of
// as many values, of Ev features. A causal mask makes no discount. Heads that share their keys
// (grouped queries) count as many as there are of the query.
std::int64_t attention_macs(const Shape& query, const Shape& key, const Shape& value,
                            const Shape& result) noexcept {
  const std::int64_t queries = element_count(result) / value.back();
  const std::int64_t keys = key[key.size() - 2];
  return queries * keys * (query.back() + value.back());
}

Price attention(const OpCall& call, std::int64_t /*unused*/) {
  std::array<std::span<const Shape>, 4> parts;  // query, key, value, result
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const TensorInfo* const tensor = i < 3 ? tensor_at(call.inputs, i) : first_output(call);
    if (tensor == nullptr) return kNoPrice;
    parts[i] = parts_of(*tensor);
    if (parts[i].size() != parts[0].size()) return kNoPrice;
  }
  std::int64_t macs = 0;
  for (std::size_t i = 0; i < parts[0].size(); ++i) {
    const bool readable = std::ranges::all_of(
        parts, [&](const auto& of) { return of[i].size() >= 2 && of[i].back() > 0; });
    if (!readable) return kNoPrice;
    macs += attention_macs(parts[0][i], parts[1][i], parts[2][i], parts[3][i]);
  }
  return product_price(call, macs);
}

// [L, D], or [B, L, D]: the projections of queries, keys and values, attention of all heads
// together, and the projection of the result.
std::int64_t multi_head_macs(const Shape& query, const Shape& key) noexcept {
  const std::int64_t width = query.back();
  const std::int64_t queries = query[query.size() - 2];
  const std::int64_t keys = key[key.size() - 2];
  const std::int64_t batch = query.size() > 2 ? query.front() : 1;
  return batch * width * ((2 * queries + 2 * keys) * width + 2 * queries * keys);
}

// Nested: each part is [L, D].
bool is_batch_of_sequences(const TensorInfo& tensor) {
  return std::ranges::all_of(parts_of(tensor), [&](const Shape& sizes) {
    return sizes.size() == (tensor.layout == Layout::kNested ? 2U : 3U);
  });
}

std::optional<std::int64_t> all_heads_macs(const TensorInfo* query, const TensorInfo* key) {
  if (query == nullptr || key == nullptr || !is_batch_of_sequences(*query) ||
      !is_batch_of_sequences(*key) || parts_of(*query).size() != parts_of(*key).size()) {
    return std::nullopt;
  }
  std::int64_t macs = 0;
  for (std::size_t i = 0; i < parts_of(*query).size(); ++i) {
    macs += multi_head_macs(parts_of(*query)[i], parts_of(*key)[i]);
  }
  return macs;
}

Price native_multi_head(const OpCall& call, std::int64_t /*unused*/) {
  const auto macs = all_heads_macs(tensor_argument(call, "query"), tensor_argument(call, "key"));
  return macs ? product_price(call, *macs) : kNoPrice;
}

// Self-attention and the two linear layers behind it.
Price encoder_layer(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const source = tensor_argument(call, "src");
  const TensorInfo* const first = tensor_argument(call, "ffn_weight_1");
  const TensorInfo* const second = tensor_argument(call, "ffn_weight_2");
  const auto macs = all_heads_macs(source, source);
  if (!macs || first == nullptr || second == nullptr || first->sizes.empty() ||
      first->sizes.back() == 0) {
    return kNoPrice;
  }
  const std::int64_t positions = element_count(source->sizes) / first->sizes.back();
  return product_price(
      call, *macs + positions * (element_count(first->sizes) + element_count(second->sizes)));
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
