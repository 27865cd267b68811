// What an operator demands of its input: the channels of a convolution, the features of a linear
// layer, the entries of an embedding.
#pragma once

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/ir/ir.h>

#include <optional>
#include <string>

#include "hookstat/tensor_info.h"

namespace hookstat {

struct InputConstraint {
  Shape shape;         ///< one that the operator takes; guessed sizes are small and usual
  std::string type;    ///< ":float16", ":int64[0,30000]"; empty for float32
  std::string user;    ///< "features.0, a Conv2d", "aten::mm"
  std::string demand;  ///< "of 3 channels"
  std::string guess;   ///< "the height and width are a guess"; empty: nothing is one
};

/// What `node` demands of its input number `input`; nullopt: nothing that is known before it runs.
[[nodiscard]] std::optional<InputConstraint> constraint_of(const torch::jit::Node& node,
                                                           std::size_t input,
                                                           const torch::jit::Module& model);

}  // namespace hookstat
