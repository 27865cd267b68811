#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

#include "core/host.h"

namespace hookstat::cli {

bool standard_output_is_terminal() noexcept { return isatty(STDOUT_FILENO) != 0; }

void fit_to_terminal(ExportOptions& options) {
  if (!standard_output_is_terminal()) return;
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0) options.width = size.ws_col;
  options.color =
      environment_variable("NO_COLOR").empty() && environment_variable("TERM") != "dumb";
}

Progress::Progress() : enabled_(isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() { end(); }

void Progress::show(const std::string& phase, double done) {
  const std::scoped_lock lock(mutex_);
  if (!enabled_) return;
  constexpr std::chrono::milliseconds kShortest{100};
  const auto now = std::chrono::steady_clock::now();
  if (phase == phase_ && now - last_ < kShortest) return;
  phase_ = phase;
  last_ = now;
  constexpr double kPercent = 100;
  if (done > 0) {
    std::fprintf(stderr, "\r\033[Khookstat: %s %.0f %%", phase.c_str(), kPercent * done);
  } else {
    std::fprintf(stderr, "\r\033[Khookstat: %s", phase.c_str());
  }
  std::fflush(stderr);
  shown_ = true;
}

void Progress::end() {
  const std::scoped_lock lock(mutex_);
  enabled_ = false;
  if (!shown_) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  shown_ = false;
}

}  // namespace hookstat::cli
