#include "model/signature.h"

#include <sstream>
#include <vector>

#include "hookstat/error.h"
#include "model/input_suggestions.h"

namespace hookstat {

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

std::optional<std::string> default_text(const c10::Argument& argument) {
  if (!argument.default_value()) return std::nullopt;
  std::ostringstream text;
  text << *argument.default_value();
  return text.str();
}

std::string signature_text(const c10::FunctionSchema& schema) {
  std::string text;
  const auto& arguments = schema.arguments();
  for (std::size_t i = 1; i < arguments.size(); ++i) {  // 0 is self
    const c10::Argument& argument = arguments[i];
    if (i > 1) text += ", ";
    text.append(argument.type()->annotation_str()).append(" ").append(argument.name());
    if (const auto value = default_text(argument)) text.append("=").append(*value);
  }
  return schema.name() + "(" + text + ")";
}

std::string input_example(const torch::jit::Module& module, const c10::FunctionSchema& schema) {
  std::vector<InputSuggestion> needed;
  std::size_t index = 1;
  for (InputSuggestion& suggestion : suggest_inputs(module, schema.name())) {
    if (schema.arguments()[index++].default_value() || suggestion.value.empty()) continue;
    needed.push_back(std::move(suggestion));
  }
  if (needed.size() == 1) return "--input " + needed.front().value;
  std::string text;
  for (const InputSuggestion& suggestion : needed) {
    text.append(text.empty() ? "--input " : " --input ").append(suggestion.argument);
    text.append("=").append(suggestion.value);
  }
  return text;
}

}  // namespace hookstat
