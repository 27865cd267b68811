#include "model/inspect.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>

#include "archive/model_archive.h"
#include "core/in_source.h"
#include "model/graph_values.h"
#include "model/graph_walk.h"
#include "model/input_suggestions.h"
#include "model/inspect_modules.h"
#include "model/missing_names.h"
#include "model/signature.h"

namespace hookstat {
namespace {

std::vector<MethodInspection> inspect_methods(const torch::jit::Module& module) {
  std::vector<MethodInspection> methods;
  for (const auto& method : module.get_methods()) {
    const c10::FunctionSchema& schema = method.function().getSchema();
    MethodInspection inspected{method.name(), {}, {}};
    for (std::size_t i = 1; i < schema.arguments().size(); ++i) {
      const c10::Argument& argument = schema.arguments()[i];
      inspected.arguments.push_back(
          {argument.name(), argument.type()->annotation_str(), default_text(argument)});
    }
    if (!schema.returns().empty()) {
      inspected.returns = schema.returns().front().type()->annotation_str();
    }
    methods.push_back(std::move(inspected));
  }
  return methods;
}

/// Operators of LibTorch and of libraries; not the syntax of TorchScript, which is in prim.
std::vector<OperatorInspection> inspect_operators(const torch::jit::Module& module,
                                                  const std::string& method,
                                                  const IsCustom& is_custom) {
  std::map<std::string, std::int64_t> counts;
  for_each_node(*inlined_graph(module, method)->block(), [&](const torch::jit::Node& node) {
    if (!node.kind().is_prim()) ++counts[node.kind().toQualString()];
  });
  std::vector<OperatorInspection> operators;
  operators.reserve(counts.size());
  for (const auto& [name, count] : counts) operators.push_back({name, count, is_custom(name)});
  std::ranges::stable_sort(operators, std::ranges::greater(), &OperatorInspection::count);
  return operators;
}

}  // namespace

void inspect_archive(ModelInspection& into) {
  std::error_code ignored;
  into.file_bytes = static_cast<std::int64_t>(std::filesystem::file_size(into.path, ignored));
  const archive::ArchiveFacts facts =
      in_source(into.path, [&] { return archive::describe_archive(archive::ZipFile(into.path)); });
  into.format_version = facts.format_version;
  into.byte_order = facts.byte_order;
  into.records = facts.records;
  into.weight_bytes = facts.weight_bytes;
  into.code_bytes = facts.code_bytes;
  into.code_operators.assign(facts.names.operators.begin(), facts.names.operators.end());
  into.code_classes.assign(facts.names.classes.begin(), facts.names.classes.end());
  MissingNames missing = missing_names(facts.names);
  into.missing_operators = std::move(missing.operators);
  into.missing_classes = std::move(missing.classes);
}

void inspect_module(const torch::jit::Module& module, const std::string& method,
                    const IsCustom& is_custom, ModelInspection& into) {
  static_cast<void>(require_schema(module, method));
  into.loaded = true;
  into.method = method;
  into.methods = inspect_methods(module);
  inspect_modules(module, into);
  into.operators = inspect_operators(module, method, is_custom);
  const auto is_quantized = [](const OperatorInspection& entry) {
    return entry.name.starts_with("quantized::");
  };
  into.quantized = into.quantized || std::ranges::any_of(into.operators, is_quantized);
  into.inputs = suggest_inputs(module, method);
}

}  // namespace hookstat
