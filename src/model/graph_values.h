// Values of a method's graph, traced back to the objects that the model holds.
#pragma once

#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/ir/ir.h>

#include <memory>
#include <optional>
#include <string>

namespace hookstat {

/// A copy of the method's graph with all calls inlined that are known before it runs, also in the
/// bodies of forks. The model's own graph is not touched.
[[nodiscard]] std::shared_ptr<torch::jit::Graph> inlined_graph(const torch::jit::Module& module,
                                                               const std::string& method);

/// What the model holds and where: "features.0" and the weight of it.
struct HeldValue {
  std::string owner_path;   ///< of the module
  std::string owner_class;  ///< "Conv2d"
  c10::IValue value;
};

/// Follows GetAttr back to the graph's first input, which is the model. A constant of the graph has
/// no owner.
/// nullopt: computed while the model runs.
[[nodiscard]] std::optional<HeldValue> held_value(const torch::jit::Value* value,
                                                  const torch::jit::Module& model);

/// The tensor that held_value finds, if it is one.
[[nodiscard]] std::optional<at::Tensor> held_tensor(const torch::jit::Value* value,
                                                    const torch::jit::Module& model);

}  // namespace hookstat
