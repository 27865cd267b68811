#include <cmath>
#include <concepts>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "hookstat/report.h"
#include "report/json_module_fields.h"
#include "report/json_values.h"

namespace hookstat {
namespace reporting {
namespace {

using Json = nlohmann::ordered_json;

/// Writes null for every field.
class NullWriter {
 public:
  explicit NullWriter(Json& object) : object_(object) {}

  template <class T>
  void operator()(const char* name, const T& /*value*/) {
    object_[name] = nullptr;
  }

 private:
  Json& object_;
};

class Writer {
 public:
  explicit Writer(Json& object) : object_(object) { object_ = Json::object(); }

  template <class T>
  void operator()(const char* name, const T& value) {
    object_[name] = encoded(value);
  }

  template <class T>
  void newer(const char* name, const T& value) {
    (*this)(name, value);
  }

  template <class Body>
  void object(const char* name, const Body& body) {
    Writer inner(object_[name]);
    body(inner);
  }

  template <class T>
  void group(const char* /*key*/, const std::optional<T>& value) {
    if (value) {
      fields(*this, *value);
    } else {
      const T blank{};
      NullWriter nulls(object_);
      fields(nulls, blank);
    }
  }

 private:
  // Numbers that are none have no form in JSON.
  static Json encoded(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }
  static Json encoded(const std::string& value) { return value; }
  static Json encoded(const Interval& value) {
    return Json::array({encoded(value.first), encoded(value.second)});
  }

  static Json encoded(PriceState value) { return name_of(value); }

  static Json encoded(const NamedCounts& counts) {
    Json object = Json::object();
    for (const auto& [name, count] : counts) object[name] = count;
    return object;
  }

  template <class T>
  static Json encoded(const T& value) {
    if constexpr (std::integral<T>) {
      return value;
    } else if constexpr (kIsOptional<T>) {
      return value ? encoded(*value) : Json(nullptr);
    } else if constexpr (kIsVector<T>) {
      Json array = Json::array();
      for (const auto& item : value) array.push_back(encoded(item));
      return array;
    } else {
      Json object;
      Writer writer(object);
      fields(writer, value);
      return object;
    }
  }

  Json& object_;
};

}  // namespace
}  // namespace reporting

std::string report_to_json(const Report& report) {
  reporting::Json json;
  reporting::Writer writer(json);
  reporting::fields(writer, report);
  // Names of modules and text of source lines come from the model's file: they may be no UTF-8.
  return json.dump(2, ' ', false, reporting::Json::error_handler_t::replace) + "\n";
}

}  // namespace hookstat
