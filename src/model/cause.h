// What LibTorch or a model throws, as one line.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

namespace hookstat {

/// The message proper out of TorchScript's many lines: the text after the last "RuntimeError: " (or
/// the exception class that TorchScript names), its first line; else the first line there is. An
/// allocation that failed: "out of memory", with its size where LibTorch tells.
[[nodiscard]] std::string cause_of(const std::exception& error);

/// "/home/me/net.py:13, in forward": the innermost line of the model's code on TorchScript's stack
/// that is not PyTorch's own; PyTorch's where there is none; else the line of the archive's code.
/// Empty where the message holds no stack.
[[nodiscard]] std::string code_line_of(const std::exception& error);

/// Whether a file of Python is PyTorch's own, installed or as a model's archive holds its code.
[[nodiscard]] bool is_torchs_own(std::string_view path);

struct CodePlace {
  std::string file;
  std::int64_t line = 0;
  std::string function;
};

/// Likewise, out of the stack of Python lines that tracing leaves with an operator; nothing where
/// the text is no such stack.
[[nodiscard]] std::optional<CodePlace> traced_code_line(const std::string& stack);

}  // namespace hookstat
