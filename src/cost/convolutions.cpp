#include <array>

#include "cost/arguments.h"
#include "cost/formula.h"
#include "cost/operator_table.h"

namespace hookstat::cost {
namespace {

// A weight is [Co, Ci / g, k...]: each output value is a sum over all of it but the first
// dimension. A transposed one is [Ci, Co / g, k...]: each input value is spread over all but the
// first.
Price price_convolution(const OpCall& call, bool transposed) {
  const TensorInfo* const input = first_input(call);
  const TensorInfo* const output = first_output(call);
  const TensorInfo* const weight = tensor_argument(call, "weight");
  if (input == nullptr || output == nullptr || weight == nullptr || weight->sizes.size() < 3) {
    return kNoPrice;
  }
  const TensorInfo& positions = transposed ? *input : *output;
  return product_price(call, element_count(positions.sizes) * elements_from(weight->sizes, 1));
}

Price convolution(const OpCall& call, std::int64_t /*unused*/) {
  return price_convolution(call, false);
}

Price transposed_convolution(const OpCall& call, std::int64_t /*unused*/) {
  return price_convolution(call, true);
}

Price either_convolution(const OpCall& call, std::int64_t /*unused*/) {
  return price_convolution(call, flag_argument(call, "transposed"));
}

// oneDNN keeps the weight of grouped convolutions in another order.
Price reordered_convolution(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const weight = tensor_argument(call, "weight");
  return product_by_channel(call, first_output(call), 1,
                            weight != nullptr ? weight : tensor_argument(call, "W"));
}

// [T, B, Ci] with a weight [k, Ci, Co].
Price time_first_convolution(const OpCall& call, std::int64_t /*unused*/) {
  const TensorInfo* const output = first_output(call);
  const TensorInfo* const weight = tensor_argument(call, "weight");
  if (output == nullptr || weight == nullptr || weight->sizes.size() != 3) return kNoPrice;
  return product_price(call, element_count(output->sizes) * weight->sizes[0] * weight->sizes[1]);
}

constexpr std::array kRows{
    OperatorRow{"conv1d", convolution},
    OperatorRow{"conv2d", convolution},
    OperatorRow{"conv3d", convolution},
    OperatorRow{"thnn_conv2d", convolution},
    OperatorRow{"_conv_depthwise2d", convolution},
    OperatorRow{"conv_depthwise3d", convolution},
    OperatorRow{"cudnn_convolution", convolution},
    OperatorRow{"cudnn_convolution_relu", convolution},
    OperatorRow{"cudnn_convolution_add_relu", convolution},
    OperatorRow{"slow_conv3d", convolution},
    OperatorRow{"slow_conv_dilated2d", convolution},
    OperatorRow{"slow_conv_dilated3d", convolution},
    OperatorRow{"_slow_conv2d_forward", convolution},
    OperatorRow{"slow_conv_transpose2d", transposed_convolution},
    OperatorRow{"slow_conv_transpose3d", transposed_convolution},
    OperatorRow{"mkldnn_convolution", reordered_convolution},
    OperatorRow{"mkldnn::_convolution_pointwise", reordered_convolution},
    OperatorRow{"conv_tbc", time_first_convolution},
    OperatorRow{"conv_transpose1d", transposed_convolution},
    OperatorRow{"conv_transpose2d", transposed_convolution},
    OperatorRow{"conv_transpose3d", transposed_convolution},
    OperatorRow{"cudnn_convolution_transpose", transposed_convolution},
    OperatorRow{"_convolution", either_convolution},
    OperatorRow{"convolution", either_convolution},
    OperatorRow{"convolution_overrideable", either_convolution},
};

}  // namespace

std::span<const OperatorRow> convolution_rows() noexcept { return kRows; }

}  // namespace hookstat::cost
