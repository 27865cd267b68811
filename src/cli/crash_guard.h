// A crash inside LibTorch, a custom operator or the model becomes one line and an exit code.
#pragma once

#include <optional>
#include <string>
#include <vector>

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

  /// The stack of signals of the calling thread, for its lifetime: a thread that is to be caught
  /// when its stack is used up needs one. CrashGuard gives one to the thread that makes it. Threads
  /// of LibTorch's own have none: there a stack that is used up ends the process without a word.
  class SignalStack {
   public:
    SignalStack();
    SignalStack(const SignalStack&) = delete;
    SignalStack& operator=(const SignalStack&) = delete;
    ~SignalStack();

   private:
    std::vector<char> bytes_;
  };

  /// What to say from now on; control characters in it are written out. The hint may be empty.
  static void expect(const std::string& what, const std::string& hint, int exit_code);

 private:
  SignalStack stack_;
};

/// N of a line of a CrashGuard's, "WHAT (signal N)"; nullopt for others. Pure; thread-safe.
[[nodiscard]] std::optional<int> crash_signal_in(const std::string& line);

/// Expects a crash while the libraries of --load-library register what they have: bad input.
void expect_crash_in_libraries();

/// Expects a crash of LibTorch while it loads `model`: bad input.
void expect_crash_while_loading(const std::string& model);

}  // namespace hookstat::cli
