#include "integration/zoo/expectation.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace hookstat::testing {
namespace {

using nlohmann::json;

json read_json(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot open " + path);
  return json::parse(file);
}

using Children = std::vector<std::vector<std::size_t>>;

/// What stands inside each call: calls first, then forked bodies, each in order.
Children children_of(const std::vector<ZooCall>& calls) {
  Children children(calls.size());
  for (const bool forks : {false, true}) {
    for (std::size_t i = 0; i < calls.size(); ++i) {
      if (calls[i].fork != forks || calls[i].parent < 0) continue;
      children[static_cast<std::size_t>(calls[i].parent)].push_back(i);
    }
  }
  return children;
}

std::string line(const ZooCall& call, std::size_t depth) {
  std::string text(2 * depth, ' ');
  text += call.path.empty() ? "(model)" : call.path;
  return text.append(call.fork ? " forks" : "." + call.method).append("\n");
}

void append_tree(const std::vector<ZooCall>& calls, const Children& children, std::size_t at,
                 std::size_t depth, std::string& text) {
  text += line(calls[at], depth);
  for (const std::size_t child : children[at]) append_tree(calls, children, child, depth + 1, text);
}

std::string flat_text(const std::vector<ZooCall>& calls, const Children& children, std::size_t at,
                      std::size_t depth, bool sorted) {
  std::vector<std::string> inside;
  for (std::vector<std::size_t> open(children[at].rbegin(), children[at].rend()); !open.empty();) {
    const std::size_t child = open.back();
    open.pop_back();
    if (calls[child].fork) {
      open.insert(open.end(), children[child].rbegin(), children[child].rend());
    } else {
      inside.push_back(flat_text(calls, children, child, depth + 1, sorted));
    }
  }
  if (sorted) std::sort(inside.begin(), inside.end());
  std::string text = line(calls[at], depth);
  for (const std::string& child : inside) text += child;
  return text;
}

}  // namespace

std::string zoo_file(const std::string& name) { return std::string(HOOKSTAT_ZOO) + "/" + name; }

Expectation read_expectation(const std::string& name) {
  const json file = read_json(zoo_file(name + ".json"));
  Expectation expected;
  file.at("method").get_to(expected.method);
  file.at("in_process").get_to(expected.in_process);
  for (const json& call : file.at("calls")) {
    const json& parent = call.at("parent");
    expected.calls.push_back({call.at("path"), call.at("method"),
                              parent.is_null() ? -1 : parent.get<std::int32_t>(), call.at("fork")});
  }
  for (const json& module : file.at("modules")) {
    expected.modules.push_back({module.at("path"), module.at("class")});
  }
  file.at("operators").get_to(expected.operators);
  file.at("optimised_operators").get_to(expected.optimised_operators);
  file.at("operators_differ").get_to(expected.operators_differ);
  file.at("gradients_differ").get_to(expected.gradients_differ);
  file.at("regrouped").get_to(expected.regrouped);
  return expected;
}

ZooIndex read_zoo_index() {
  const json file = read_json(zoo_file("zoo.json"));
  return {file.at("models").get<std::vector<std::string>>(),
          file.at("not_compared").get<std::vector<std::string>>()};
}

std::map<std::string, std::string> read_refusals() {
  return read_json(zoo_file("refused.json")).get<std::map<std::string, std::string>>();
}

std::string tree_text(const std::vector<ZooCall>& calls) {
  std::string text;
  const Children children = children_of(calls);
  if (!calls.empty()) append_tree(calls, children, 0, 0, text);
  return text;
}

std::string flat_tree_text(const std::vector<ZooCall>& calls, bool sorted) {
  if (calls.empty()) return "";
  return flat_text(calls, children_of(calls), 0, 0, sorted);
}

bool has_forks(const std::vector<ZooCall>& calls) {
  return std::any_of(calls.begin(), calls.end(), [](const ZooCall& call) { return call.fork; });
}

std::string out_of_place(const std::string& name) {
  return name.ends_with('_') && !name.ends_with("__") ? name.substr(0, name.size() - 1) : name;
}

std::string counts_text(const OperatorCounts& counts) {
  std::string text;
  for (const auto& [path, operators] : counts) {
    for (const auto& [name, count] : operators) {
      text += path.empty() ? "(model)" : path;
      text.append(" ").append(name).append(" ").append(std::to_string(count)).append("\n");
    }
  }
  return text;
}

}  // namespace hookstat::testing
