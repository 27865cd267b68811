#include "cli/interrupt.h"

#include <csignal>

namespace hookstat::cli {
namespace {

volatile std::sig_atomic_t requested_signal = 0;

void on_signal(int signal) { requested_signal = signal; }

void handle(int signal, void (*handler)(int), unsigned flags) {
  struct sigaction action {};
  // Whoever started us with the signal ignored (nohup, a script's background job) meant it.
  if (sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN) return;
  action = {};
  action.sa_handler = handler;
  action.sa_flags = static_cast<int>(flags);
  sigaction(signal, &action, nullptr);
}

}  // namespace

InterruptGuard::InterruptGuard() {
  requested_signal = 0;
  // SA_RESETHAND: a second one finds the default, which ends the process.
  handle(SIGINT, &on_signal, SA_RESETHAND | SA_RESTART);
  handle(SIGTERM, &on_signal, SA_RESETHAND | SA_RESTART);
}

InterruptGuard::~InterruptGuard() {
  handle(SIGINT, SIG_DFL, 0);
  handle(SIGTERM, SIG_DFL, 0);
}

bool InterruptGuard::requested() noexcept { return requested_signal != 0; }

}  // namespace hookstat::cli
