#include "sweep/case_result.h"

#include <array>
#include <nlohmann/json.hpp>

#include "export/known_json.h"
#include "hookstat/error.h"

namespace hookstat::sweep {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 2;
constexpr std::array<std::string_view, 4> kNames{"ok", "failed", "crashed", "timeout"};

CaseStatus status_of(const std::string& name) {
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<CaseStatus>(i);
  }
  throw InputError("there is no status '" + name + "'");
}

Json files_json(const std::vector<FileState>& files) {
  Json list = Json::array();
  for (const FileState& file : files) {
    list.push_back({{"path", file.path}, {"bytes", file.bytes}, {"modified_ns", file.modified_ns}});
  }
  return list;
}

std::vector<FileState> files_from(const Json& json) {
  std::vector<FileState> files;
  for (const Json& file : json) {
    files.push_back({file.at("path"), file.at("bytes"), file.at("modified_ns")});
  }
  return files;
}

}  // namespace

std::string_view name_of(CaseStatus status) noexcept {
  return kNames[static_cast<std::size_t>(status)];
}

std::string result_to_json(const CaseResult& result) {
  const Json json = {{"schema_version", kVersion},
                     {"id", result.id},
                     {"status", name_of(result.status)},
                     {"message", result.message},
                     {"exit_code", result.exit_code},
                     {"signal", result.signal},
                     {"seconds", result.seconds},
                     {"started", result.started},
                     {"host", result.place.host},
                     {"job", result.place.job},
                     {"partition", result.place.partition},
                     {"node", result.place.node},
                     {"restarts", result.place.restarts},
                     {"processors", result.processors},
                     {"cores", result.cores},
                     {"machine_cores", result.machine_cores},
                     {"timeout_s", exporting::known(result.timeout_s)},
                     {"files", files_json(result.files)},
                     {"report_bytes", result.report_bytes},
                     {"arguments", result.arguments}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

CaseResult result_from_json(const std::string& text) {
  try {
    const Json json = Json::parse(text);
    if (json.at("schema_version") != kVersion) throw InputError("it is of another version");
    CaseResult result;
    json.at("id").get_to(result.id);
    result.status = status_of(json.at("status"));
    json.at("message").get_to(result.message);
    json.at("exit_code").get_to(result.exit_code);
    json.at("signal").get_to(result.signal);
    json.at("seconds").get_to(result.seconds);
    json.at("started").get_to(result.started);
    json.at("host").get_to(result.place.host);
    json.at("job").get_to(result.place.job);
    json.at("partition").get_to(result.place.partition);
    json.at("node").get_to(result.place.node);
    json.at("restarts").get_to(result.place.restarts);
    json.at("processors").get_to(result.processors);
    json.at("cores").get_to(result.cores);
    json.at("machine_cores").get_to(result.machine_cores);
    if (!json.at("timeout_s").is_null()) result.timeout_s = json.at("timeout_s").get<double>();
    result.files = files_from(json.at("files"));
    json.at("report_bytes").get_to(result.report_bytes);
    json.at("arguments").get_to(result.arguments);
    return result;
  } catch (const Json::exception&) {
    throw InputError("it is no result of a case");
  }
}

}  // namespace hookstat::sweep
