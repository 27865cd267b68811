// Which devices this LibTorch and this machine have.
#pragma once

#include <c10/core/Device.h>

#include <string>

namespace hookstat {

/// "cpu", "cuda" (the first GPU) or "cuda:N". Throws InputError for any other text, and where this
/// LibTorch or this machine has no such device: one line that says which of the two.
[[nodiscard]] c10::Device require_device(const std::string& text);

}  // namespace hookstat
