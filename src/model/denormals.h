// Denormal numbers in tensors: on a CPU each costs arithmetic a hundred cycles and more.
#pragma once

#include <ATen/core/ivalue.h>

#include <cstdint>

namespace hookstat {

struct FloatCount {
  std::int64_t elements = 0;
  std::int64_t denormals = 0;
};

/// Adds the elements of a dense floating-point tensor (float32, float64 or bfloat16) in the CPU's
/// memory, or of each in a list or tuple, to `count`; other values add nothing. Calls no operator.
void count_floats(const c10::IValue& value, FloatCount& count);

}  // namespace hookstat
