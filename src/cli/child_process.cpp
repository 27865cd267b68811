#include "cli/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <system_error>

#include "cli/exit_codes.h"
#include "cli/interrupt.h"
#include "hookstat/error.h"

extern char** environ;

namespace hookstat::cli {
namespace {

/// "3:4711:process 2 of 5": descriptor, process that started it, and name.
constexpr const char* kRole = "HOOKSTAT_CHILD_ROLE";
constexpr int kChildDescriptor = 3;

std::string why(int error) { return std::generic_category().message(error); }

class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) throw InternalError("no pipe: " + why(errno));
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    for (int& end : ends_) close_end(end);
  }

  [[nodiscard]] int reading() const noexcept { return ends_[0]; }
  [[nodiscard]] int writing() const noexcept { return ends_[1]; }
  void close_writing() noexcept { close_end(ends_[1]); }

 private:
  static void close_end(int& end) noexcept {
    if (end >= 0) close(end);
    end = -1;
  }
  std::array<int, 2> ends_{-1, -1};
};

pid_t start(const std::vector<std::string>& arguments, const std::string& name, const Pipe& pipe) {
  const OwnWords words(arguments);
  std::string role = std::string(kRole).append("=").append(std::to_string(kChildDescriptor));
  role.append(":").append(std::to_string(getpid())).append(":").append(name);
  std::vector<char*> environment;
  for (char** variable = environ; *variable != nullptr; ++variable)
    environment.push_back(*variable);
  environment.push_back(role.data());
  environment.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe.writing(), kChildDescriptor);
  pid_t child = 0;
  const int error =
      posix_spawn(&child, kOwnProgram, &actions, nullptr, words.argv(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw InternalError("no process can be started: " + why(error));
  return child;
}

/// Until its end is closed.
std::string read_all(const Pipe& pipe, pid_t child) {
  std::string text;
  std::array<char, 65536> buffer{};
  bool passed_on = false;
  for (;;) {
    if (InterruptGuard::requested() && !passed_on) {
      passed_on = true;
      kill(child, SIGTERM);
    }
    constexpr int kLookMs = 50;
    pollfd waiting{pipe.reading(), POLLIN, 0};
    if (poll(&waiting, 1, kLookMs) <= 0) continue;
    const ssize_t count = read(pipe.reading(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

}  // namespace

std::optional<ChildRole> child_role() {
  const char* const text = std::getenv(kRole);
  if (text == nullptr) return std::nullopt;
  ChildRole role;
  pid_t parent = 0;
  int name_at = 0;
  if (std::sscanf(text, "%d:%d:%n", &role.descriptor, &parent, &name_at) != 2 || name_at == 0) {
    return std::nullopt;
  }
  role.name = text + name_at;
  unsetenv(kRole);  // processes that the model starts are none of it
  fcntl(role.descriptor, F_SETFD, FD_CLOEXEC);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) std::_Exit(kOwnFault);  // it is gone already
  return role;
}

void hand_over(const ChildRole& role, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t count = write(role.descriptor, text.data() + done, text.size() - done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      throw OutputError(role.name + ": its report cannot be handed over: " + why(errno));
    done += static_cast<std::size_t>(count);
  }
  close(role.descriptor);
}

ChildResult run_child(const std::vector<std::string>& arguments, const std::string& name) {
  Pipe pipe;
  const pid_t child = start(arguments, name, pipe);
  pipe.close_writing();
  ChildResult result;
  result.report = read_all(pipe, child);
  result.end = wait_for(child);
  return result;
}

}  // namespace hookstat::cli
