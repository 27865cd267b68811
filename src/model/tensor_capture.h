// Copies what is worth keeping of tensors and other IValues; holds no tensor.
#pragma once

#include <ATen/core/ivalue.h>

#include <vector>

#include "hookstat/op_call.h"
#include "hookstat/tensor_info.h"

namespace hookstat {

[[nodiscard]] Dtype dtype_of(c10::ScalarType type) noexcept;

/// The scalar type of a Dtype. REQUIRES: dtype is not kUnknown.
[[nodiscard]] c10::ScalarType scalar_type_of(Dtype dtype);

/// Sizes, strides, offset, storage identity, dtype, layout, device. An undefined tensor gives an
/// empty TensorInfo of unknown dtype.
[[nodiscard]] TensorInfo capture_tensor(const at::Tensor& tensor);

/// All defined tensors in a value, those of nested tuples, lists and dicts flattened in order,
/// appended.
void capture_tensors(const c10::IValue& value, std::vector<TensorInfo>& into);

/// An operator's argument or result.
[[nodiscard]] OpValue capture_value(const c10::IValue& value);

}  // namespace hookstat
