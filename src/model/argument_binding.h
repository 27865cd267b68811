// Which argument of a method gets which of the values that a user gave.
#pragma once

#include <ATen/core/function_schema.h>
#include <torch/csrc/jit/api/module.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "hookstat/input_request.h"
#include "inputs/input_file.h"

namespace hookstat {

/// One argument's value and where it came from.
struct GivenInput {
  std::string source;  ///< the file's name, or "--input TEXT"
  std::string text;    ///< what --input says, without the name; unused if there is a value
  std::optional<Value> value;
  bool described = true;  ///< texts and numbers stand for tensors where these are wanted
};

/// For each argument of the schema, self included, what it is given; nullopt for self and for
/// arguments that stay at their defaults. Reads the request's file. Throws InputError for
/// arguments that are not there, given twice or not at all.
[[nodiscard]] std::vector<std::optional<GivenInput>> bind_arguments(
    const torch::jit::Module& module, const c10::FunctionSchema& schema,
    const InputRequest& request);

}  // namespace hookstat
