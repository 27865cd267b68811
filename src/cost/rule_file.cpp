// Rules of one's own from a JSON document.
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "hookstat/cost_table.h"
#include "hookstat/error.h"

namespace hookstat {
namespace {

using Arguments = std::map<std::string, std::string>;
using nlohmann::json;

constexpr const char* kHint =
    R"({"mylib::my_op": "elementwise: 4", "mylib::my_linear": {"like": "aten::linear"}})";

/// Parses, and refuses a key that stands twice in one object: one of the two would be lost.
json parse(const std::string& text) {
  std::vector<std::set<std::string>> keys;
  const auto watch = [&](int /*depth*/, json::parse_event_t event, json& parsed) {
    if (event == json::parse_event_t::object_start) keys.emplace_back();
    if (event == json::parse_event_t::object_end) keys.pop_back();
    if (event == json::parse_event_t::key && !keys.back().insert(parsed).second) {
      throw InputError("'" + parsed.get<std::string>() + "' stands there twice");
    }
    return true;
  };
  try {
    return json::parse(text, watch);
  } catch (const json::parse_error& error) {
    throw InputError("is no JSON (at byte " + std::to_string(error.byte) + ")", kHint);
  }
}

Arguments arguments_of(const json& members) {
  Arguments arguments;
  if (!members.is_object()) throw InputError("'arguments' is no object of names", kHint);
  for (const auto& [theirs, ours] : members.items()) {
    if (!ours.is_string()) {
      throw InputError(std::string("argument '").append(theirs).append("' has no name"), kHint);
    }
    arguments[theirs] = ours;
  }
  return arguments;
}

void add_likeness(CostTable& table, const std::string& name, const json& rule) {
  for (const auto& [key, value] : rule.items()) {
    if (key != "like" && key != "arguments") {
      throw InputError(std::string(name).append(": '").append(key).append("' is unknown in a rule"),
                       kHint);
    }
  }
  if (!rule.contains("like") || !rule["like"].is_string()) {
    throw InputError(name + ": has no 'like' with an operator's name", kHint);
  }
  const auto arguments = rule.contains("arguments") ? arguments_of(rule["arguments"]) : Arguments();
  table.add_rule(name, "like: " + rule["like"].get<std::string>(), arguments);
}

void add_rules(CostTable& table, const std::string& text) {
  const json document = parse(text);
  if (!document.is_object()) throw InputError("is no object of operator names", kHint);
  for (const auto& [name, rule] : document.items()) {
    if (rule.is_string()) {
      table.add_rule(name, rule.get<std::string>());
    } else if (rule.is_object()) {
      add_likeness(table, name, rule);
    } else {
      throw InputError(name + ": a rule is text, or an object with 'like'", kHint);
    }
  }
}

}  // namespace

void add_cost_rules(CostTable& table, const std::string& json, const std::string& where) {
  try {
    add_rules(table, json);
  } catch (const InputError& error) {
    throw InputError(where + ": " + error.what(), error.hint());
  }
}

}  // namespace hookstat
