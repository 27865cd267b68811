#include <array>
#include <cstddef>
#include <string_view>

#include "cost/arguments.h"
#include "cost/formula.h"
#include "cost/operator_table.h"

namespace hookstat::cost {
namespace {

// Every value of the result is an inner product along the last dimension of the left factor.
Price inner_products(const OpCall& call, const TensorInfo* left) {
  const TensorInfo* const output = first_output(call);
  if (left == nullptr || output == nullptr) return kNoPrice;
  const auto left_parts = parts_of(*left);
  const auto output_parts = parts_of(*output);
  if (left_parts.size() != output_parts.size()) return kNoPrice;
  std::int64_t macs = 0;
  for (std::size_t i = 0; i < left_parts.size(); ++i) {
    if (left_parts[i].empty()) return kNoPrice;
    macs += element_count(output_parts[i]) * left_parts[i].back();
  }
  return product_price(call, macs);
}

// The first argument is the left factor.
Price product(const OpCall& call, std::int64_t /*unused*/) {
  return inner_products(call, first_input(call));
}

// The first argument is what is added to the product, the second is the left factor.
Price added_product(const OpCall& call, std::int64_t /*unused*/) {
  return inner_products(call, tensor_at(call.inputs, 1));
}

// One product for each group of rows; or, where both factors have two dimensions, one for each part
// of the inner dimension.
Price grouped_product(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const left = tensor_argument(call, "self");
  const TensorInfo* const right = tensor_argument(call, "mat2");
  if (left == nullptr || right == nullptr || right->sizes.empty()) return kNoPrice;
  if (left->sizes.size() == 2 && right->sizes.size() == 2) {
    return product_price(call, element_count(left->sizes) * right->sizes.back());
  }
  return inner_products(call, left);
}

// The batch is summed over as well: [B, N, M] x [B, M, P] -> [N, P].
Price summed_batch_product(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const left = tensor_argument(call, "batch1");
  const TensorInfo* const right = tensor_argument(call, "batch2");
  if (left == nullptr || right == nullptr || right->sizes.empty()) return kNoPrice;
  return product_price(call, element_count(left->sizes) * right->sizes.back());
}

Price outer_product(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const output = first_output(call);
  return output == nullptr ? kNoPrice : product_price(call, element_count(output->sizes));
}

// Dimensions of the left factor that are not contracted, times all of the right factor.
Price tensor_product(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const left = tensor_argument(call, "self");
  const TensorInfo* const right = tensor_argument(call, "other");
  const OpValue* const value = argument(call, "dims_self");
  const auto* const contracted = value == nullptr ? nullptr : std::get_if<Shape>(value);
  if (left == nullptr || right == nullptr || contracted == nullptr) return kNoPrice;
  Shape kept = left->sizes;
  const auto rank = static_cast<std::int64_t>(kept.size());
  for (std::int64_t dim : *contracted) {
    if (dim < 0) dim += rank;
    if (dim < 0 || dim >= rank) return kNoPrice;
    kept[static_cast<std::size_t>(dim)] = 1;
  }
  return product_price(call, element_count(kept) * element_count(right->sizes));
}

// All pairs of rows: a difference, a power and an addition for each feature.
Price own_distances(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const input = first_input(call);
  const TensorInfo* const output = first_output(call);
  if (input == nullptr || output == nullptr || input->sizes.empty()) return kNoPrice;
  return arithmetic_price(call, 3 * element_count(output->sizes) * input->sizes.back());
}

// N Co I1 I2: each result is a sum over all pairs of features.
Price bilinear(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const output = first_output(call);
  const TensorInfo* const weight = tensor_argument(call, "weight");
  if (output == nullptr || weight == nullptr || weight->sizes.size() != 3) return kNoPrice;
  return product_price(call, element_count(output->sizes) * elements_from(weight->sizes, 1));
}

// With p = 2 the distances come from one product, |a|^2 - 2 a b + |b|^2, whichever kernel ran; for
// any other p each of the P R M triples is a difference, a power and an addition.
Price distances(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const left = tensor_argument(call, "x1");
  const TensorInfo* const output = first_output(call);
  if (left == nullptr || output == nullptr || left->sizes.empty()) return kNoPrice;
  if (number_argument(call, "p") == 2.0) return inner_products(call, left);
  return arithmetic_price(call, 3 * element_count(output->sizes) * left->sizes.back());
}

constexpr std::array kRows{
    OperatorRow{"linear", product},
    OperatorRow{"mm", product},
    OperatorRow{"bmm", product},
    OperatorRow{"matmul", product},
    OperatorRow{"linalg_matmul", product},
    OperatorRow{"mv", product},
    OperatorRow{"dot", product},
    OperatorRow{"vdot", product},
    OperatorRow{"inner", product},
    OperatorRow{"mkldnn_linear", product},
    OperatorRow{"_int_mm", product},
    OperatorRow{"_scaled_mm", product},
    OperatorRow{"_weight_int8pack_mm", product},
    OperatorRow{"_weight_int4pack_mm", product},
    OperatorRow{"_weight_int4pack_mm_for_cpu", product},
    OperatorRow{"_dyn_quant_matmul_4bit", product},
    OperatorRow{"_mixed_dtypes_linear", product},
    OperatorRow{"quantized::matmul", product},
    OperatorRow{"mkldnn::_linear_pointwise", product},
    OperatorRow{"_grouped_mm", grouped_product},
    OperatorRow{"_scaled_grouped_mm", grouped_product},
    OperatorRow{"addmm", added_product},
    OperatorRow{"_addmm_activation", added_product},
    OperatorRow{"addmv", added_product},
    OperatorRow{"baddbmm", added_product},
    OperatorRow{"addbmm", summed_batch_product},
    OperatorRow{"outer", outer_product},
    OperatorRow{"ger", outer_product},
    OperatorRow{"addr", outer_product},
    OperatorRow{"tensordot", tensor_product},
    OperatorRow{"bilinear", bilinear},
    OperatorRow{"cdist", distances},
    OperatorRow{"_cdist_forward", distances},
    OperatorRow{"pdist", own_distances},
    OperatorRow{"_pdist_forward", own_distances},
};

}  // namespace

std::span<const OperatorRow> product_rows() noexcept { return kRows; }

}  // namespace hookstat::cost
