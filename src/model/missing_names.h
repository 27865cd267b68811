// Operators and classes that a model's code names and this process does not have.
#pragma once

#include <string>
#include <vector>

#include "archive/code_scan.h"

namespace hookstat {

struct MissingNames {
  std::vector<std::string> operators;  ///< "my::op"
  std::vector<std::string> classes;    ///< "my.Vocabulary", of TorchBind
  [[nodiscard]] bool empty() const noexcept { return operators.empty() && classes.empty(); }
};

/// Holds the names against LibTorch's registries. Operators of the namespaces aten and prim are
/// LibTorch's own and not looked up: the code writes some of its syntax like them. Thread-safe.
[[nodiscard]] MissingNames missing_names(const archive::NamesInCode& names);

/// "the operators my::a and my::b, and the class my.C". REQUIRES: not empty.
[[nodiscard]] std::string missing_text(const MissingNames& missing);

/// What to do about them.
inline constexpr const char* kLoadLibraryHint =
    "--load-library FILE.so loads the library that has them";

}  // namespace hookstat
