// What a model throws, as one line with the place where it happened.
#pragma once

#include <exception>
#include <string>

namespace hookstat {

/// The model's own message out of TorchScript's many lines: the text after the last "RuntimeError: "
/// (or the exception class that TorchScript names), its first line.
[[nodiscard]] std::string cause_of(const std::exception& error);

}  // namespace hookstat
