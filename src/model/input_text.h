// A value of a model's input, for people.
#pragma once

#include <ATen/core/ivalue.h>

#include <string>

namespace hookstat {

/// "tensor", "none", "int", "float", "bool", "str", "tuple", "list", "dict", "device", "complex".
[[nodiscard]] std::string kind_of(const c10::IValue& value);

/// "1x3x30x40 float32", "3", "None", "[1x3 float32, 1x4 float32]", "{"mask": 2x8 bool}". Long lists
/// and texts are cut: "[1, 2, 3, 4, 5, 6, 994 more]".
[[nodiscard]] std::string input_text(const c10::IValue& value);

}  // namespace hookstat
