// An example of what --input may say for an argument.
#pragma once

#include <ATen/core/jit_type.h>

#include <string>

namespace hookstat {

/// A value of the type as --input takes it, quoted for a shell where it must be: `3`,
/// `'["1x3", "1x3"]'`. Tensors are given as `tensor`.
[[nodiscard]] std::string literal_example(const c10::Type& type, const std::string& tensor);

}  // namespace hookstat
