#include <map>
#include <optional>
#include <tuple>

#include "compare/modules.h"

namespace hookstat::comparing {
namespace {

/// What a module is, whatever it is called.
using Likeness = std::tuple<std::string, std::int64_t, std::int64_t, std::vector<Shape>>;

Likeness likeness_of(const ModuleReport& module) {
  std::vector<Shape> shapes;
  shapes.reserve(module.inputs.size());
  for (const TensorSummary& input : module.inputs) shapes.push_back(input.shape);
  return {module.class_name, module.parameters, module.calls, shapes};
}

using Indices = std::vector<std::size_t>;

std::map<Likeness, Indices> by_likeness(const Report& report, const Indices& modules) {
  std::map<Likeness, Indices> found;
  for (const std::size_t i : modules) found[likeness_of(report.modules[i])].push_back(i);
  return found;
}

/// Where exactly one module on each side is like that.
std::map<std::size_t, std::size_t> renamed(const Report& base_report, const Indices& gone,
                                           const Report& new_report, const Indices& come) {
  std::map<std::size_t, std::size_t> base_of;
  const auto candidates = by_likeness(base_report, gone);
  for (const auto& [likeness, modules] : by_likeness(new_report, come)) {
    const auto found = candidates.find(likeness);
    if (found == candidates.end()) continue;
    if (modules.size() == 1 && found->second.size() == 1) {
      base_of[modules.front()] = found->second.front();
    }
  }
  return base_of;
}

}  // namespace

Matching match_modules(const Report& base_report, const Report& new_report) {
  std::map<std::string, std::size_t> base_paths;
  for (std::size_t i = 0; i < base_report.modules.size(); ++i) {
    base_paths[base_report.modules[i].path] = i;
  }
  std::vector<std::optional<std::size_t>> base_of(new_report.modules.size());
  Indices come;
  for (std::size_t i = 0; i < new_report.modules.size(); ++i) {
    const auto found = base_paths.find(new_report.modules[i].path);
    if (found == base_paths.end()) {
      come.push_back(i);
    } else {
      base_of[i] = found->second;
      base_paths.erase(found);
    }
  }
  Indices gone;
  for (const auto& [path, index] : base_paths) gone.push_back(index);
  for (const auto& [to, from] : renamed(base_report, gone, new_report, come)) {
    base_of[to] = from;
    base_paths.erase(base_report.modules[from].path);
  }

  Matching matching;
  for (std::size_t i = 0; i < base_of.size(); ++i) {
    if (base_of[i]) {
      matching.pairs.emplace_back(*base_of[i], i);
    } else {
      matching.added.push_back(new_report.modules[i].path);
    }
  }
  for (const auto& [path, index] : base_paths) matching.removed.push_back(path);
  return matching;
}

}  // namespace hookstat::comparing
