#include <nlohmann/json.hpp>

#include "export/known_json.h"
#include "hookstat/inspection_writers.h"

namespace hookstat {
namespace {

using exporting::known;
using Json = nlohmann::ordered_json;

Json known_text(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json methods(const ModelInspection& inspection) {
  Json list = Json::array();
  for (const MethodInspection& method : inspection.methods) {
    Json arguments = Json::array();
    for (const ArgumentInspection& argument : method.arguments) {
      arguments.push_back({{"name", argument.name},
                           {"type", argument.type},
                           {"default", known(argument.default_value)}});
    }
    list.push_back(
        {{"name", method.name}, {"arguments", std::move(arguments)}, {"returns", method.returns}});
  }
  return list;
}

Json modules(const ModelInspection& inspection) {
  Json list = Json::array();
  for (const ModuleInspection& module : inspection.modules) {
    list.push_back({{"path", module.path},
                    {"class", module.class_name},
                    {"qualified_class", module.qualified_class},
                    {"alias_of", known(module.alias_of)},
                    {"depth", module.depth},
                    {"training", module.training},
                    {"parameters", module.parameters},
                    {"parameters_below", module.parameters_below},
                    {"parameter_bytes", module.parameter_bytes},
                    {"buffers", module.buffers},
                    {"buffer_bytes", module.buffer_bytes},
                    {"packed_parameters", module.packed_parameters},
                    {"dtypes", module.dtypes},
                    {"hooks", module.hooks}});
  }
  return list;
}

Json operators(const ModelInspection& inspection) {
  Json list = Json::array();
  for (const OperatorInspection& entry : inspection.operators) {
    list.push_back({{"name", entry.name}, {"count", entry.count}, {"custom", entry.custom}});
  }
  return list;
}

Json inputs(const ModelInspection& inspection) {
  Json list = Json::array();
  for (const InputSuggestion& input : inspection.inputs) {
    list.push_back({{"argument", input.argument},
                    {"value", known_text(input.value)},
                    {"tensor", input.tensor},
                    {"reason", input.reason}});
  }
  return list;
}

Json archive(const ModelInspection& inspection) {
  return {{"format_version", known_text(inspection.format_version)},
          {"byte_order", known_text(inspection.byte_order)},
          {"records", inspection.records},
          {"weight_bytes", inspection.weight_bytes},
          {"code_bytes", inspection.code_bytes},
          {"operators", inspection.code_operators},
          {"classes", inspection.code_classes}};
}

}  // namespace

std::string inspection_json(const ModelInspection& inspection) {
  Json document{{"schema_version", 1},
                {"path", inspection.path},
                {"file_bytes", inspection.file_bytes},
                {"archive", archive(inspection)},
                {"loaded", inspection.loaded},
                {"missing_operators", inspection.missing_operators},
                {"missing_classes", inspection.missing_classes}};
  document["frozen"] = inspection.loaded ? Json(inspection.frozen) : Json();
  document["quantized"] = inspection.loaded ? Json(inspection.quantized) : Json();
  document["parameters"] = inspection.loaded ? Json(inspection.parameters) : Json();
  document["parameter_bytes"] = inspection.loaded ? Json(inspection.parameter_bytes) : Json();
  document["dtypes"] = inspection.dtypes;
  document["devices"] = inspection.devices;
  document["methods"] = methods(inspection);
  document["modules"] = modules(inspection);
  document["method"] = known_text(inspection.method);
  document["operators"] = operators(inspection);
  document["inputs"] = inputs(inspection);
  constexpr int kIndent = 2;
  return document.dump(kIndent, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace hookstat
