#include "model/signature.h"

#include <algorithm>
#include <optional>
#include <sstream>
#include <string_view>
#include <vector>

#include "hookstat/error.h"
#include "model/input_example.h"
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

std::string first_example(const torch::jit::Module& module) {
  for (const auto& layer : module.modules()) {
    if (auto example = example_of(layer)) return *example;
  }
  return "1x3x224x224";
}

}  // namespace

const c10::FunctionSchema& require_schema(const torch::jit::Module& module,
                                          const std::string& method) {
  const auto* function = module.type()->findMethod(method);
  if (function != nullptr) return function->getSchema();
  std::string names;
  for (const auto* known : module.type()->methods()) {
    names += (names.empty() ? "" : ", ") + known->name();
  }
  throw InputError("--method " + method + ": the model has no such method",
                   names.empty() ? "it has none" : "it has " + names);
}

std::string signature_text(const c10::FunctionSchema& schema) {
  std::string text;
  const auto& arguments = schema.arguments();
  for (std::size_t i = 1; i < arguments.size(); ++i) {  // 0 is self
    const c10::Argument& argument = arguments[i];
    if (i > 1) text += ", ";
    text.append(argument.type()->annotation_str()).append(" ").append(argument.name());
    if (!argument.default_value()) continue;
    std::ostringstream value;
    value << *argument.default_value();
    text.append("=").append(value.str());
  }
  return schema.name() + "(" + text + ")";
}

std::string input_example(const torch::jit::Module& module, const c10::FunctionSchema& schema) {
  std::vector<const c10::Argument*> needed;
  const auto& arguments = schema.arguments();
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    if (!arguments[i].default_value()) needed.push_back(&arguments[i]);
  }
  const std::string shape = first_example(module);
  if (needed.empty()) return "--input " + shape;
  if (needed.size() == 1) return "--input " + literal_example(*needed.front()->type(), shape);
  std::string text;
  for (const c10::Argument* argument : needed) {
    text.append(text.empty() ? "--input " : " --input ").append(argument->name()).append("=");
    text.append(literal_example(*argument->type(), shape));
  }
  return text;
}

}  // namespace hookstat
