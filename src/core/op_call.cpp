#include "hookstat/op_call.h"

namespace hookstat {

Dtype arithmetic_dtype(const OpCall& call) noexcept {
  Dtype of_numbers = Dtype::kUnknown;
  for (const auto* values : {&call.inputs, &call.outputs}) {
    for (const OpValue& value : *values) {
      const auto* const tensor = std::get_if<TensorInfo>(&value);
      if (tensor == nullptr) continue;
      if (tensor->dtype == Dtype::kQInt8 || tensor->dtype == Dtype::kQUInt8) return Dtype::kInt8;
      if (!is_floating_or_complex(tensor->dtype)) continue;
      if (!tensor->sizes.empty()) return tensor->dtype;
      of_numbers = tensor->dtype;  // a tensor without dimensions adapts to the others
    }
  }
  return of_numbers;
}

}  // namespace hookstat
