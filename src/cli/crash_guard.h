// A crash inside LibTorch, a custom operator or the model becomes one line and an exit code.
#pragma once

#include <string>

namespace hookstat::cli {

/// Catches SIGSEGV, SIGBUS, SIGFPE, SIGILL and SIGABRT for its lifetime, on a stack of its own, as
/// the usual reason is that the stack is used up. What crashed cannot be gone on with: the process
/// prints `hookstat: error: WHAT (signal N)` and ends with the exit code, at once, without
/// destructors. One at a time. Costs nothing while nothing crashes.
class CrashGuard {
 public:
  CrashGuard();
  CrashGuard(const CrashGuard&) = delete;
  CrashGuard& operator=(const CrashGuard&) = delete;
  ~CrashGuard();

  /// What to say from now on; control characters in it are written out. The hint may be empty.
  static void expect(const std::string& what, const std::string& hint, int exit_code);
};

/// Expects a crash while the libraries of --load-library register what they have: bad input.
void expect_crash_in_libraries();

/// Expects a crash of LibTorch while it loads `model`: bad input.
void expect_crash_while_loading(const std::string& model);

}  // namespace hookstat::cli
