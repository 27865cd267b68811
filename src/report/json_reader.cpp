#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "hookstat/error.h"
#include "hookstat/report.h"
#include "report/json_checks.h"
#include "report/json_module_fields.h"
#include "report/json_place.h"
#include "report/json_values.h"

namespace hookstat {
namespace reporting {
namespace {

using Json = nlohmann::ordered_json;

const Json& require(const Json& object, const char* name, const Place& place) {
  const auto found = object.find(name);
  if (found == object.end()) fail(Place{&place, name}, "missing");
  return *found;
}

class Reader {
 public:
  Reader(const Json& object, const Place& place) : object_(object), place_(place) {
    if (!object.is_object()) fail(place, "must be an object");
  }

  template <class T>
  void operator()(const char* name, T& value) {
    decode(require(object_, name, place_), Place{&place_, name}, value);
  }

  template <class T>
  void newer(const char* name, T& value) {
    if (object_.contains(name)) (*this)(name, value);
  }

  template <class Body>
  void object(const char* name, const Body& body) {
    const Place place{&place_, name};
    Reader inner(require(object_, name, place_), place);
    body(inner);
  }

  template <class T>
  void group(const char* key, std::optional<T>& value) {
    if (!require(object_, key, place_).is_null()) fields(*this, value.emplace());
  }

 private:
  static void decode(const Json& json, const Place& place, bool& value) {
    if (!json.is_boolean()) fail(place, "must be true or false");
    value = json.get<bool>();
  }

  static void decode(const Json& json, const Place& place, double& value) {
    if (!json.is_number()) fail(place, "must be a number");
    value = json.get<double>();
  }

  static void decode(const Json& json, const Place& place, std::string& value) {
    if (!json.is_string()) fail(place, "must be a string");
    value = json.get<std::string>();
  }

  static void decode(const Json& json, const Place& place, Interval& value) {
    if (!json.is_array() || json.size() != 2) fail(place, "must be an array of two numbers");
    decode(json[0], Place{&place, {}, 0}, value.first);
    decode(json[1], Place{&place, {}, 1}, value.second);
  }

  static void decode(const Json& json, const Place& place, PriceState& value) {
    std::string name;
    decode(json, place, name);
    const auto* const known = std::find_if(kPriceStates.begin(), kPriceStates.end(),
                                           [&](const auto& row) { return row.second == name; });
    if (known == kPriceStates.end()) fail(place, R"(must be "priced", "free" or "uncounted")");
    value = known->first;
  }

  static void decode(const Json& json, const Place& place, NamedCounts& counts) {
    if (!json.is_object()) fail(place, "must be an object");
    for (const auto& [name, json_count] : json.items()) {
      decode(json_count, Place{&place, name}, counts.emplace_back(name, 0).second);
    }
  }

  template <class T>
  static void decode(const Json& json, const Place& place, T& value) {
    if constexpr (std::integral<T>) {
      decode_integer(json, place, value);
    } else if constexpr (kIsOptional<T>) {
      if (!json.is_null()) decode(json, place, value.emplace());
    } else if constexpr (kIsVector<T>) {
      if (!json.is_array()) fail(place, "must be an array");
      value.reserve(json.size());
      for (const Json& item : json) {
        const Place item_place{&place, {}, value.size()};
        decode(item, item_place, value.emplace_back());
      }
    } else {
      Reader reader(json, place);
      fields(reader, value);
    }
  }

  template <std::integral T>
  static void decode_integer(const Json& json, const Place& place, T& value) {
    if (!json.is_number_integer()) fail(place, "must be an integer");
    const bool fits = json.is_number_unsigned() ? std::in_range<T>(json.get<std::uint64_t>())
                                                : std::in_range<T>(json.get<std::int64_t>());
    if (!fits) fail(place, "is out of range");
    value = json.get<T>();
  }

  const Json& object_;
  const Place& place_;
};

/// "parse error at line 1, column 4": the parser's message without its code and its details.
std::string reason_of(const Json::exception& error) {
  std::string_view reason = error.what();
  if (const auto code_end = reason.find("] "); code_end != std::string_view::npos) {
    reason.remove_prefix(code_end + 2);
  }
  return std::string(reason.substr(0, reason.find(':')));
}

/// Before it is parsed: each level takes memory of its own, and nobody's report has many.
void check_depth(const std::string& text) {
  constexpr int kMost = 100;
  const std::size_t start = text.find_first_not_of(" \t\r\n\xef\xbb\xbf");  // or a byte order mark
  if (start == std::string::npos || (text[start] != '{' && text[start] != '[')) return;  // no JSON
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      if (++depth > kMost) throw InputError("report: nested too deeply");
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
}

Json parsed(const std::string& text) {
  check_depth(text);
  try {
    return Json::parse(text);
  } catch (const Json::exception& error) {
    throw InputError("report: not JSON (" + reason_of(error) + ")");
  }
}

/// Before all else: the fields of a newer report may differ.
void check_version(const Json& json) {
  int version = 0;
  const Place place;
  Reader(json, place)("schema_version", version);
  if (version > kSchemaVersion) {
    throw InputError("schema_version " + std::to_string(version) +
                     " is newer than this hookstat reads (" + std::to_string(kSchemaVersion) + ")");
  }
  if (version < 1) fail(Place{&place, "schema_version"}, "must be at least 1");
}

}  // namespace
}  // namespace reporting

Report report_from_json(const std::string& text) {
  const reporting::Json json = reporting::parsed(text);
  reporting::check_version(json);
  Report report;
  const reporting::Place place;
  reporting::Reader reader(json, place);
  reporting::fields(reader, report);
  reporting::check_indexes(report);
  return report;
}

}  // namespace hookstat
