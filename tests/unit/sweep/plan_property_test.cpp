#include <gmock/gmock.h>

#include <algorithm>
#include <random>
#include <set>

#include "unit/sweep/plan_folder.h"

namespace hookstat::sweep::testing {
namespace {

struct RandomAxis {
  std::string name;
  std::vector<std::string> values;
};

using Numbers = std::mt19937;

std::size_t below(Numbers& numbers, std::size_t end) { return numbers() % end; }

/// Some of the axes, each with some of its values, in any order.
std::vector<RandomAxis> random_axes(Numbers& numbers) {
  const std::vector<RandomAxis> all = {{"batch", {"1", "2", "4", "8"}},
                                       {"resolution", {"224", "300", "512"}},
                                       {"threads", {"1", "2", "3"}},
                                       {"dtype", {"float32", "bfloat16", "float16", "float64"}},
                                       {"device", {"cpu", "cuda", "cuda:1"}},
                                       {"method", {"forward", "embed"}}};
  std::vector<RandomAxis> axes;
  for (const RandomAxis& axis : all) {
    if (below(numbers, 3) == 0) continue;
    axes.push_back(axis);
    std::ranges::shuffle(axes.back().values, numbers);
    axes.back().values.resize(1 + below(numbers, axis.values.size()));
  }
  return axes;
}

std::string list_text(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "[" : ", ") + value;
  return text + "]";
}

bool has(const std::vector<RandomAxis>& axes, const std::string& name) {
  return std::ranges::any_of(axes, [&](const RandomAxis& axis) { return axis.name == name; });
}

/// The plan's text, where sizes go into the inputs.
std::string plan_text(const std::vector<RandomAxis>& axes,
                      const std::vector<RandomAxis>& excluded) {
  std::string text = "models: [ssd300.pt, bert.pt]\ninputs: x";
  for (const char* size : {"batch", "resolution"}) {
    if (has(axes, size)) text += std::string("_{") + size + "}";
  }
  for (const RandomAxis& axis : axes) text += "\n" + axis.name + ": " + list_text(axis.values);
  if (excluded.empty()) return text + "\n";
  text += "\nexclude:\n  - {";
  for (const RandomAxis& axis : excluded) text += axis.name + ": " + list_text(axis.values) + ", ";
  return text + "}\n";
}

/// Some values of some of the axes.
std::vector<RandomAxis> random_exclusion(std::vector<RandomAxis> axes, Numbers& numbers) {
  std::erase_if(axes, [&](const RandomAxis&) { return below(numbers, 2) == 0; });
  for (RandomAxis& axis : axes) axis.values.resize(1 + below(numbers, axis.values.size()));
  return axes;
}

std::size_t product_of(const std::vector<RandomAxis>& axes, const std::vector<RandomAxis>& parts) {
  std::size_t product = 2;  // models
  for (const RandomAxis& axis : axes) {
    const auto part = std::ranges::find(parts, axis.name, &RandomAxis::name);
    product *= part == parts.end() ? axis.values.size() : part->values.size();
  }
  return product;
}

using PlanProperty = PlanFolder;

TEST_F(PlanProperty, CasesAreTheProductOfTheAxesLessWhatIsExcluded) {
  Numbers numbers(20240607);
  int with_exclusion = 0;
  for (int round = 0; round < 300; ++round) {
    const std::vector<RandomAxis> axes = random_axes(numbers);
    const std::vector<RandomAxis> excluded = random_exclusion(axes, numbers);
    const std::size_t all = product_of(axes, {});
    const std::size_t out = excluded.empty() ? 0 : product_of(axes, excluded);
    const std::string text = plan_text(axes, excluded);
    if (out == all) {
      EXPECT_THAT(problems_of(text), ::testing::ElementsAre(::testing::HasSubstr("every case")));
      continue;
    }
    const Plan plan = plan_of(text);
    ASSERT_EQ(plan.cases.size(), all - out) << text;
    EXPECT_EQ(plan.excluded, out) << text;
    with_exclusion += out > 0 ? 1 : 0;
    std::set<std::string> ids;
    std::set<std::vector<std::string>> arguments;
    for (const Case& made : plan.cases) {
      ids.insert(made.id);
      arguments.insert(made.profile_arguments);
    }
    EXPECT_EQ(ids.size(), plan.cases.size()) << text;
    EXPECT_EQ(arguments.size(), plan.cases.size()) << text;
  }
  EXPECT_GT(with_exclusion, 50);
}

TEST_F(PlanProperty, AnyDamagedPlanIsReadOrRefused) {
  const std::string whole =
      "models: [ssd300.pt, {file: bert.pt, name: b, batch: [3], profile: {pin: true}}]\n"
      "inputs:\n  - '{batch}x3x{resolution}'\n  - {ids: '{batch}x8:int64[0,9]', mask: null}\n"
      "batch: &b [1, 2]\nresolution: *b\nthreads: [1, 2]\ndtype: [float32, bfloat16]\n"
      "device: [cpu, cuda]\nexclude:\n  - {dtype: bfloat16, device: cuda}\n"
      "timeout: 600\nprofile: {runs: 20, memory: true}\n";
  ASSERT_EQ(plan_of(whole).cases.size(), 54U);
  Numbers numbers(7);
  const std::string letters = "[]{}:,-'\"&*!|>%@`#? \n\t0189abxy\\";
  for (int round = 0; round < 3000; ++round) {
    std::string text = whole;
    for (std::size_t edits = 1 + below(numbers, 3); edits > 0; --edits) {
      const std::size_t at = below(numbers, text.size());
      const std::size_t kind = below(numbers, 3);
      if (kind == 0) text.erase(at, 1 + below(numbers, 8));
      if (kind == 1) text.insert(at, 1, letters[below(numbers, letters.size())]);
      if (kind == 2) text[at] = letters[below(numbers, letters.size())];
      if (text.empty()) text = "x";
    }
    const PlanReading reading = read(text);
    if (const auto* const plan = std::get_if<Plan>(&reading)) {
      EXPECT_FALSE(plan->cases.empty()) << text;
    } else {
      EXPECT_FALSE(std::get<std::vector<Problem>>(reading).empty()) << text;
    }
  }
}

}  // namespace
}  // namespace hookstat::sweep::testing
