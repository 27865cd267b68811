#include <nlohmann/json.hpp>

#include "export/known_json.h"
#include "hookstat/error.h"
#include "sweep/sweep_folder.h"

namespace hookstat::sweep {
namespace {

using exporting::known;
using Json = nlohmann::ordered_json;

constexpr int kVersion = 2;

template <class T>
void read(const Json& json, const char* key, std::optional<T>& value) {
  const Json& found = json.at(key);
  if (!found.is_null()) value = found.get<T>();
}

Json case_json(const Case& one) {
  return {{"id", one.id},
          {"model", one.model},
          {"model_file", one.model_file},
          {"input", one.input},
          {"input_text", one.input_text},
          {"inputs", one.inputs},
          {"inputs_file", one.inputs_file},
          {"batch", known(one.batch)},
          {"resolution", known(one.resolution)},
          {"threads", known(one.threads)},
          {"dtype", known(one.dtype)},
          {"device", known(one.device)},
          {"method", known(one.method)},
          {"timeout_s", known(one.timeout_s)},
          {"arguments", one.profile_arguments}};
}

Case case_from(const Json& json) {
  Case one;
  json.at("id").get_to(one.id);
  json.at("model").get_to(one.model);
  json.at("model_file").get_to(one.model_file);
  json.at("input").get_to(one.input);
  json.at("input_text").get_to(one.input_text);
  json.at("inputs").get_to(one.inputs);
  json.at("inputs_file").get_to(one.inputs_file);
  read(json, "batch", one.batch);
  read(json, "resolution", one.resolution);
  read(json, "threads", one.threads);
  read(json, "dtype", one.dtype);
  read(json, "device", one.device);
  read(json, "method", one.method);
  read(json, "timeout_s", one.timeout_s);
  json.at("arguments").get_to(one.profile_arguments);
  return one;
}

}  // namespace

bool is_same_sweep(const SweepIndex& a, const SweepIndex& b) {
  return a.plan == b.plan && a.cases == b.cases;
}

std::string index_to_json(const SweepIndex& index) {
  Json cases = Json::array();
  for (const Case& one : index.cases) cases.push_back(case_json(one));
  const Json json = {{"schema_version", kVersion},
                     {"plan", index.plan},
                     {"working_folder", index.working_folder},
                     {"cases", std::move(cases)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

SweepIndex index_from_json(const std::string& text) {
  try {
    const Json json = Json::parse(text);
    if (json.at("schema_version") != kVersion) {
      throw InputError("the sweep is of another version of hookstat");
    }
    SweepIndex index;
    json.at("plan").get_to(index.plan);
    json.at("working_folder").get_to(index.working_folder);
    for (const Json& one : json.at("cases")) {
      index.cases.push_back(case_from(one));
      index.cases.back().index = index.cases.size() - 1;
    }
    return index;
  } catch (const Json::exception&) {
    throw InputError("it is no index of a sweep");
  }
}

}  // namespace hookstat::sweep
