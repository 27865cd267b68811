#include "sweep/plan.h"

#include <filesystem>
#include <string>
#include <vector>

#include "sweep/expansion.h"
#include "sweep/named_file.h"
#include "sweep/plan_sections.h"
#include "sweep/yaml_tree.h"

namespace hookstat::sweep {
namespace {

constexpr std::uint64_t kMostBytes = 10'000'000;

}  // namespace

PlanReading read_plan_text(const std::string& text, const std::string& folder) {
  Problems problems;
  const YamlPointer root = parse_yaml(text, problems);
  Plan plan;
  if (root != nullptr) {
    plan = expand(read_sections(*root, {folder, problems}), problems);
  } else if (problems.empty()) {
    problems.add({}, "holds no plan, only comments");
  }
  if (!problems.empty()) return problems.sorted();
  return plan;
}

PlanReading read_plan(const std::string& path) {
  std::string why;
  const auto text = whole_file(path, kMostBytes, why);
  if (!text) return std::vector<Problem>{{0, 0, why}};
  return read_plan_text(*text, std::filesystem::path(path).parent_path().string());
}

std::string problem_text(const std::string& path, const Problem& problem) {
  std::string text = path;
  for (const int number : {problem.line, problem.column}) {
    if (number > 0) text.append(":").append(std::to_string(number));
  }
  return text.append(": ").append(problem.message);
}

}  // namespace hookstat::sweep
