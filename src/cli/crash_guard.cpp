#include "cli/crash_guard.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <vector>

#include "cli/commands.h"
#include "cli/exit_codes.h"

namespace hookstat::cli {
namespace {

constexpr std::array kSignals{SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
constexpr std::string_view kSignal = " (signal ";
constexpr std::size_t kTextBytes = 4096;
constexpr std::size_t kStackBytes = std::size_t{64} * 1024;

/// What the handler prints. It allocates nothing: the heap may be what is broken.
struct LastWords {
  std::array<char, kTextBytes> before{};
  std::size_t before_bytes = 0;
  std::array<char, kTextBytes> after{};
  std::size_t after_bytes = 0;
  int exit_code = kOwnFault;
};

LastWords last_words;

std::size_t keep(const std::string& text, std::array<char, kTextBytes>& into) {
  const std::size_t count = std::min(text.size(), into.size());
  std::copy_n(text.begin(), count, into.begin());
  return count;
}

void print(const char* text, std::size_t count) {
  if (write(STDERR_FILENO, text, count) < 0) return;
}

extern "C" void on_crash(int signal) {
  // Another thread may crash meanwhile; the first to come here has the word.
  static volatile std::sig_atomic_t crashed = 0;
  if (crashed != 0) return;
  crashed = 1;
  constexpr std::string_view kClearLine = "\r\033[K";
  if (isatty(STDERR_FILENO) != 0) print(kClearLine.data(), kClearLine.size());
  print(last_words.before.data(), last_words.before_bytes);
  constexpr int kTen = 10;
  const std::array<char, 2> digits{static_cast<char>('0' + signal / kTen % kTen),
                                   static_cast<char>('0' + signal % kTen)};
  print(signal < kTen ? digits.data() + 1 : digits.data(), signal < kTen ? 1 : 2);
  print(last_words.after.data(), last_words.after_bytes);
  _exit(last_words.exit_code);
}

void handle_all(void (*handler)(int)) {
  for (const int signal : kSignals) {
    struct sigaction action {};
    action.sa_handler = handler;
    action.sa_flags = SA_ONSTACK;
    sigaction(signal, &action, nullptr);
  }
}

}  // namespace

CrashGuard::SignalStack::SignalStack() : bytes_(kStackBytes) {
  stack_t stack{};
  stack.ss_sp = bytes_.data();
  stack.ss_size = bytes_.size();
  sigaltstack(&stack, nullptr);
}

CrashGuard::SignalStack::~SignalStack() {
  stack_t none{};
  none.ss_flags = SS_DISABLE;
  sigaltstack(&none, nullptr);
}

CrashGuard::CrashGuard() {
  expect("a fault of hookstat's own", "", kOwnFault);
  handle_all(&on_crash);
}

CrashGuard::~CrashGuard() { handle_all(SIG_DFL); }

void CrashGuard::expect(const std::string& what, const std::string& hint, int exit_code) {
  last_words.before_bytes = keep(said("error", what).append(kSignal), last_words.before);
  std::string after = ")\n";
  if (!hint.empty()) after += said("hint", hint) + "\n";
  last_words.after_bytes = keep(after, last_words.after);
  last_words.exit_code = exit_code;
}

std::optional<int> crash_signal_in(const std::string& line) {
  const std::size_t at = line.rfind(kSignal);
  if (at == std::string::npos) return std::nullopt;
  int signal = 0;
  int end = 0;
  const char* const number = line.c_str() + at + kSignal.size();
  const bool is_whole = std::sscanf(number, "%2d)%n", &signal, &end) == 1 && end > 0 &&
                        at + kSignal.size() + static_cast<std::size_t>(end) == line.size();
  if (!is_whole || std::ranges::find(kSignals, signal) == kSignals.end()) return std::nullopt;
  return signal;
}

void expect_crash_in_libraries() {
  CrashGuard::expect("--load-library: a library ended the process while it registered itself",
                     "it may be for another LibTorch, or register a name that is taken", kBadInput);
}

void expect_crash_while_loading(const std::string& model) {
  CrashGuard::expect(model + ": LibTorch crashed while it loaded the model",
                     "its checksums are right: it was written this way, perhaps nested too deeply; "
                     "export the model again",
                     kBadInput);
}

}  // namespace hookstat::cli
