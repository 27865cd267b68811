// Why LibTorch could not load an archive that is whole.
#pragma once

#include <exception>
#include <string>

#include "hookstat/error.h"

namespace hookstat {

/// One line that begins with the path. Names operators and classes that are missing, or names in
/// the archive's code that TorchScript writes and cannot read again, where one of them is the
/// reason; else what LibTorch says. Reads the archive once more.
[[nodiscard]] InputError load_error(const std::string& path, const std::exception& cause);

}  // namespace hookstat
