// What a method takes, for people.
#pragma once

#include <ATen/core/function_schema.h>
#include <torch/csrc/jit/api/module.h>

#include <optional>
#include <string>

namespace hookstat {

/// The schema of a method. Throws InputError that lists the methods there are where it is not one.
[[nodiscard]] const c10::FunctionSchema& require_schema(const torch::jit::Module& module,
                                                        const std::string& method);

/// "forward(Tensor x, Tensor? mask=None)".
[[nodiscard]] std::string signature_text(const c10::FunctionSchema& schema);

/// The default as TorchScript writes it; nothing where the argument has none.
[[nodiscard]] std::optional<std::string> default_text(const c10::Argument& argument);

/// Arguments for the command line that give every argument without a default a value:
/// "--input x=1x3x224x224 --input n=1" (input_suggestions.h).
[[nodiscard]] std::string input_example(const torch::jit::Module& module,
                                        const c10::FunctionSchema& schema);

}  // namespace hookstat
