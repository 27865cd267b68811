// Values where a model takes any.
#pragma once

#include <ATen/core/ivalue.h>

#include "inputs/value.h"
#include "model/tensor_maker.h"

namespace hookstat {

/// The value as it is. Lists and dicts get the type that all their items have, as in Python, else
/// Any.
[[nodiscard]] c10::IValue any_value(const Value& value, TensorMaker& maker);

}  // namespace hookstat
