// Quantized layers, whose weights are packed, and conversions to and from quantized values.
#include <array>
#include <cstddef>

#include "cost/arguments.h"
#include "cost/formula.h"
#include "cost/operator_table.h"

namespace hookstat::cost {
namespace {

// Packed parameters unpack to the weight first. The order of its dimensions depends on the kernel;
// the number of its elements does not.
const TensorInfo* packed_weight(const OpCall& call) noexcept {
  for (const OpValue& value : call.inputs) {
    const auto* const opaque = std::get_if<OpaqueValue>(&value);
    if (opaque != nullptr && !opaque->tensors.empty()) return &opaque->tensors.front();
  }
  return nullptr;
}

Price convolution(const OpCall& call, std::int64_t /*unused*/) {
  return product_by_channel(call, first_output(call), 1, packed_weight(call));
}

Price transposed_convolution(const OpCall& call, std::int64_t /*unused*/) {
  return product_by_channel(call, first_input(call), 1, packed_weight(call));
}

Price linear(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const output = first_output(call);
  if (output == nullptr || output->sizes.empty()) return kNoPrice;
  return product_by_channel(call, output, output->sizes.size() - 1, packed_weight(call));
}

// Integers: no FLOPs.
Price on_integers(const OpCall& call, std::int64_t /*unused*/) { return arithmetic_price(call, 0); }

constexpr std::array kRows{
    OperatorRow{"quantized::conv1d", convolution},
    OperatorRow{"quantized::conv1d_relu", convolution},
    OperatorRow{"quantized::conv1d_dynamic", convolution},
    OperatorRow{"quantized::conv2d", convolution},
    OperatorRow{"quantized::conv2d_relu", convolution},
    OperatorRow{"quantized::conv2d_add", convolution},
    OperatorRow{"quantized::conv2d_add_relu", convolution},
    OperatorRow{"quantized::conv2d_dynamic", convolution},
    OperatorRow{"quantized::conv3d", convolution},
    OperatorRow{"quantized::conv3d_relu", convolution},
    OperatorRow{"quantized::conv3d_dynamic", convolution},
    OperatorRow{"quantized::conv_transpose1d", transposed_convolution},
    OperatorRow{"quantized::conv_transpose1d_dynamic", transposed_convolution},
    OperatorRow{"quantized::conv_transpose2d", transposed_convolution},
    OperatorRow{"quantized::conv_transpose2d_dynamic", transposed_convolution},
    OperatorRow{"quantized::conv_transpose3d", transposed_convolution},
    OperatorRow{"quantized::conv_transpose3d_dynamic", transposed_convolution},
    OperatorRow{"quantized::linear", linear},
    OperatorRow{"quantized::linear_relu", linear},
    OperatorRow{"quantized::linear_leaky_relu", linear},
    OperatorRow{"quantized::linear_tanh", linear},
    OperatorRow{"quantized::linear_dynamic", linear},
    OperatorRow{"quantized::linear_relu_dynamic", linear},
    OperatorRow{"quantized::linear_dynamic_fp16", linear},
    OperatorRow{"quantized::linear_relu_dynamic_fp16", linear},
    OperatorRow{"quantized::linear_with_input_q_dq_qweight_dq_output_fp32", linear},
    OperatorRow{"quantized::linear_with_input_q_dq_qweight_dq_relu_output_fp32", linear},

    OperatorRow{"quantized::add", on_integers},
    OperatorRow{"quantized::add_relu", on_integers},
    OperatorRow{"quantized::add_scalar", on_integers},
    OperatorRow{"quantized::add_scalar_relu", on_integers},
    OperatorRow{"quantized::mul", on_integers},
    OperatorRow{"quantized::mul_relu", on_integers},
    OperatorRow{"quantized::mul_scalar", on_integers},
    OperatorRow{"quantized::mul_scalar_relu", on_integers},
    OperatorRow{"quantized::cat", on_integers},
    OperatorRow{"quantized::cat_relu", on_integers},
    OperatorRow{"quantized::clamp", on_integers},
    OperatorRow{"quantized::threshold", on_integers},
    OperatorRow{"quantized::relu6", on_integers},
    OperatorRow{"quantized::leaky_relu", on_integers},
    OperatorRow{"quantized::prelu", on_integers},
    OperatorRow{"quantized::elu", on_integers},
    OperatorRow{"quantized::celu", on_integers},
    OperatorRow{"quantized::hardswish", on_integers},
    OperatorRow{"quantized::sigmoid", on_integers},
    OperatorRow{"quantized::softmax", on_integers},
    OperatorRow{"quantized::dropout", on_integers},
    OperatorRow{"quantized::max_pool1d", on_integers},
    OperatorRow{"quantized::max_pool2d", on_integers},
    OperatorRow{"quantized::batch_norm", on_integers},
    OperatorRow{"quantized::batch_norm_relu", on_integers},
    OperatorRow{"quantized::batch_norm1d", on_integers},
    OperatorRow{"quantized::batch_norm1d_relu", on_integers},
    OperatorRow{"quantized::batch_norm2d", on_integers},
    OperatorRow{"quantized::batch_norm2d_relu", on_integers},
    OperatorRow{"quantized::batch_norm3d", on_integers},
    OperatorRow{"quantized::batch_norm3d_relu", on_integers},
    OperatorRow{"quantized::layer_norm", on_integers},
    OperatorRow{"quantized::group_norm", on_integers},
    OperatorRow{"quantized::instance_norm", on_integers},
    OperatorRow{"int_repr", on_integers},

    // Divide by the scale, round, add the zero point, clamp 2.
    OperatorRow{"quantize_per_tensor", per_output_element, 5},
    OperatorRow{"quantize_per_channel", per_output_element, 5},
    // The largest and the smallest value as well.
    OperatorRow{"quantize_per_tensor_dynamic", per_output_element, 7},
    // ... and back again: subtract, multiply.
    OperatorRow{"fake_quantize_per_tensor_affine", per_output_element, 7},
    OperatorRow{"fake_quantize_per_channel_affine", per_output_element, 7},
    OperatorRow{"dequantize", per_output_element, 2},
};

}  // namespace

std::span<const OperatorRow> quantized_rows() noexcept { return kRows; }

}  // namespace hookstat::cost
