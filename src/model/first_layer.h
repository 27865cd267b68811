// The first layer of a model whose class tells what it takes.
#pragma once

#include <torch/csrc/jit/api/module.h>

#include <optional>
#include <string>

namespace hookstat {

struct LayerInput {
  std::string path;   ///< "features.0"
  std::string value;  ///< "1x3x224x224", "1x16:int64[0,30000]"
};

/// In registration order; nullopt where no layer is of a class that is known.
[[nodiscard]] std::optional<LayerInput> first_layer_input(const torch::jit::Module& module);

}  // namespace hookstat
