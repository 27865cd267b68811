#include "measure/hook_check.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>

#include "core/name_list.h"

namespace hookstat {
namespace {

/// Rounding of float32, and room for a few thousand additions in another order.
constexpr double kRounding = 1e-4;

constexpr std::array<std::string_view, 8> kProducts{
    "aten::mm", "aten::addmm", "aten::bmm", "aten::baddbmm",
    "aten::mv", "aten::addmv", "aten::dot", "aten::convolution"};

std::map<ModuleIndex, std::int64_t> products_of(const std::vector<OpCall>& calls) {
  std::map<ModuleIndex, std::int64_t> products;
  for (const OpCall& call : calls) {
    if (std::ranges::find(kProducts, call.name) != kProducts.end()) ++products[call.module];
  }
  return products;
}

std::string scientific(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1e", value);
  return text.data();
}

std::string names_of(const std::vector<ModuleIndex>& indexes,
                     const std::vector<ModuleInfo>& modules) {
  constexpr std::size_t kMost = 3;
  std::vector<std::string> names;
  names.reserve(indexes.size());
  for (const ModuleIndex index : indexes) {
    const std::string& path = modules[static_cast<std::size_t>(index)].path;
    names.push_back(path.empty() ? "(model)" : path);
  }
  return first_names(names, kMost);
}

}  // namespace

std::optional<Note> note_on_outputs(const OutputComparison& outputs) {
  if (outputs.bit_equal) return std::nullopt;
  if (!outputs.largest_difference) {
    return Note{"outputs_differ",
                "with hooks the outputs differ from those without in structure, in values that are "
                "no tensors, or in where they are infinite or NaN"};
  }
  const std::string size = scientific(*outputs.largest_difference);
  if (*outputs.largest_difference <= kRounding) {
    return Note{"outputs_within_rounding",
                "with hooks the outputs differ from those without by rounding, at most " + size +
                    " of the largest value"};
  }
  return Note{"outputs_differ",
              "with hooks the outputs differ from those without by up to " + size +
                  " of the largest value: the executor may draw random numbers in another order"};
}

std::optional<Note> note_on_groups(const std::vector<std::string>& plain,
                                   const std::vector<std::string>& hooked) {
  if (plain == hooked) return std::nullopt;
  std::string message = "the executor makes other groups of operators with hooks (";
  message.append(std::to_string(hooked.size())).append(") than without (");
  message.append(std::to_string(plain.size()));
  message.append("), because none crosses a border between modules: their times may differ");
  return Note{"fusion_split", message};
}

std::optional<Note> note_on_products(const std::vector<OpCall>& first,
                                     const std::vector<OpCall>& later,
                                     const std::vector<ModuleInfo>& modules) {
  if (modules.size() < 2) return std::nullopt;  // there is no elsewhere
  const auto before = products_of(first);
  const auto after = products_of(later);
  std::vector<ModuleIndex> lost;
  for (const auto& [module, products] : before) {
    const auto found = after.find(module);
    if (found == after.end() || found->second < products) lost.push_back(module);
  }
  if (lost.empty()) return std::nullopt;
  std::string message = "once the executor has optimised the graph, matrix products of ";
  message.append(names_of(lost, modules));
  message.append(
      " run elsewhere, merged with others, or not at all: their time is that of the code around "
      "them (--strict keeps each where it is)");
  return Note{"moved_operators", message};
}

}  // namespace hookstat
