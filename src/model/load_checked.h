// Loading a file that has been checked already.
#pragma once

#include <string>

#include "hookstat/model.h"

namespace hookstat {

/// load_model without check_model_file, for who has called that. Throws what LibTorch's errors
/// become (load_error.h); load_ns is LibTorch's part alone. Thread-safe.
[[nodiscard]] LoadedModel load_checked_model(const std::string& path, const std::string& device);

}  // namespace hookstat
