#include "model/first_layer.h"

#include <algorithm>
#include <string_view>

#include "model/module_tree.h"

namespace hookstat {
namespace {

struct LayerExample {
  std::string_view class_name;
  std::size_t dimension;  // of the weight: where the size of the input stands
  std::string_view before;
  std::string_view after;
};

constexpr LayerExample kLayers[] = {
    {"Conv1d", 1, "1x", "x128"},
    {"Conv2d", 1, "1x", "x224x224"},
    {"Conv3d", 1, "1x", "x16x112x112"},
    {"Linear", 1, "1x", ""},
    {"Embedding", 0, "1x16:int64[0,", "]"},
};

std::optional<std::string> example_of(const torch::jit::Module& layer) {
  if (!layer.type()->name()) return std::nullopt;
  const std::string name = class_name_of(layer.type()->name()->qualifiedName());
  const auto* const row = std::ranges::find(kLayers, name, &LayerExample::class_name);
  if (row == std::end(kLayers) || !layer.hasattr("weight")) return std::nullopt;
  const c10::IValue weight = layer.attr("weight");
  if (!weight.isTensor() || weight.toTensor().dim() <= static_cast<std::int64_t>(row->dimension)) {
    return std::nullopt;
  }
  const std::int64_t size = weight.toTensor().size(static_cast<std::int64_t>(row->dimension));
  return std::string(row->before).append(std::to_string(size)).append(row->after);
}

}  // namespace

std::optional<LayerInput> first_layer_input(const torch::jit::Module& module) {
  for (const auto& layer : module.named_modules()) {
    if (auto example = example_of(layer.value)) return LayerInput{layer.name, *example};
  }
  return std::nullopt;
}

}  // namespace hookstat
