#include "sweep/plan.h"

#include <filesystem>
#include <utility>

#include "sweep/expansion.h"
#include "sweep/named_file.h"
#include "sweep/plan_sections.h"
#include "sweep/yaml_tree.h"

namespace hookstat::sweep {
namespace {

constexpr std::uint64_t kMostBytes = 10'000'000;

/// Empty where there are problems.
Plan read_text(const std::string& text, const PlanPlace& place) {
  const YamlPointer root = parse_yaml(text, place.problems);
  if (root == nullptr) {
    if (place.problems.empty()) place.problems.add({}, "holds no plan, only comments");
    return {};
  }
  const PlanSections sections = read_sections(*root, place);
  return expand(sections, place.problems);
}

}  // namespace

PlanReading read_plan(const std::string& path) {
  Problems problems;
  std::string why;
  const auto text = whole_file(path, kMostBytes, why);
  Plan plan;
  if (text) {
    plan = read_text(*text, {std::filesystem::path(path).parent_path().string(), problems});
  } else {
    problems.add({}, why);
  }
  if (!problems.empty()) return problems.sorted();
  return plan;
}

std::string problem_text(const std::string& path, const Problem& problem) {
  std::string text = path;
  for (const int number : {problem.line, problem.column}) {
    if (number > 0) text.append(":").append(std::to_string(number));
  }
  return text.append(": ").append(problem.message);
}

}  // namespace hookstat::sweep
