#include "model/missing_names.h"

#include <torch/csrc/jit/runtime/operator.h>
#include <torch/custom_class.h>

namespace hookstat {
namespace {

bool is_registered(const std::string& name) {
  return !torch::jit::getAllOperatorsFor(c10::Symbol::fromQualString(name)).empty();
}

/// "the operator a", "the operators a, b and c".
std::string listed(const std::string& noun, const std::string& nouns,
                   const std::vector<std::string>& names) {
  std::string text = "the " + (names.size() == 1 ? noun : nouns) + " ";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " and " : ", ";
    text += names[i];
  }
  return text;
}

}  // namespace

MissingNames missing_names(const archive::NamesInCode& names) {
  MissingNames missing;
  for (const std::string& name : names.operators) {
    const bool builtin = name.starts_with("aten::") || name.starts_with("prim::");
    if (!builtin && !is_registered(name)) missing.operators.push_back(name);
  }
  for (const std::string& name : names.custom_classes) {
    if (!torch::getCustomClass("__torch__.torch.classes." + name)) missing.classes.push_back(name);
  }
  return missing;
}

std::string missing_text(const MissingNames& missing) {
  std::string text;
  if (!missing.operators.empty()) text = listed("operator", "operators", missing.operators);
  if (!missing.classes.empty()) {
    if (!text.empty()) text += ", and ";
    text += listed("class", "classes", missing.classes);
  }
  return text;
}

}  // namespace hookstat
