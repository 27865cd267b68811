// What a model prints.
#pragma once

#include <torch/csrc/jit/runtime/print_handler.h>

#include <cstdio>
#include <string>

namespace hookstat {

/// Standard output is the report's; what a model prints goes to standard error meanwhile.
class PrintToStandardError {
 public:
  PrintToStandardError() : before_(torch::jit::getPrintHandler()) {
    torch::jit::setPrintHandler([](const std::string& text) {
      static_cast<void>(std::fwrite(text.data(), 1, text.size(), stderr));
    });
  }
  PrintToStandardError(const PrintToStandardError&) = delete;
  PrintToStandardError& operator=(const PrintToStandardError&) = delete;
  ~PrintToStandardError() { torch::jit::setPrintHandler(before_); }

 private:
  torch::jit::PrintHandler before_;
};

}  // namespace hookstat
