// Python pickles as torch.save writes them, read without running anything.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "inputs/value.h"

namespace hookstat {

/// Gives the bytes of the storage that a pickle names, by its key ("0").
using StorageReader = std::function<std::shared_ptr<const std::string>(const std::string& key)>;

/// Reads pickle protocols 2 to 5. A pickle is a program that may call any Python function; here the
/// few that torch.save uses for tensors, OrderedDict and torch.Size are known, and nothing is
/// called. Throws InputError, without the name of a file, for any other class or function (which it
/// names), sets, bytes, damaged pickles, values that hold themselves, and nesting deeper than
/// kDeepestNesting. Thread-safe if `storages` is.
[[nodiscard]] Value parse_pickle(std::string_view bytes, const StorageReader& storages);

}  // namespace hookstat
