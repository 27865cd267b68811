// What the code of an archive names, found in its text: it need not be one that LibTorch can load.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace hookstat::archive {

struct NamesInCode {
  std::set<std::string> operators;       ///< "aten::relu" of torch.relu(, "my::op" of ops.my.op(
  std::set<std::string> custom_classes;  ///< "my.Tokenizer" of __torch__.torch.classes.my.Tokenizer
  std::set<std::string> unreadable;      ///< attributes' names that LibTorch cannot read again
  std::set<std::string> classes;         ///< classes that the code defines, by their last names
};

/// Adds what `code`, a file of the archive's code/ folder, calls and defines. Texts in quotes are
/// no code. Pure; thread-safe.
void scan_code(std::string_view code, NamesInCode& into);

}  // namespace hookstat::archive
