// What LibTorch or a model throws, as one line.
#pragma once

#include <exception>
#include <string>

namespace hookstat {

/// The message proper out of TorchScript's many lines: the text after the last "RuntimeError: " (or
/// the exception class that TorchScript names), its first line; else the first line there is.
[[nodiscard]] std::string cause_of(const std::exception& error);

}  // namespace hookstat
