// Tensors that a user describes instead of giving their values.
#pragma once

#include <ATen/core/Tensor.h>

#include "inputs/value.h"
#include "model/tensor_maker.h"

namespace hookstat {

/// A str is a specification (`1x3:int64[0,10]`); a dict has `shape` and may have `dtype`, `range`
/// and `fill`, or has `data` and may have `dtype`; numbers and lists of them are the values. Throws
/// InputError, without the place.
[[nodiscard]] at::Tensor described_tensor(const Value& value, TensorMaker& maker);

}  // namespace hookstat
