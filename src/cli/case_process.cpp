#include "cli/case_process.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string_view>

#include "cli/exit_codes.h"
#include "core/write_whole.h"
#include "hookstat/error.h"

namespace hookstat::cli {
namespace {

constexpr std::chrono::seconds kGrace{5};

/// Not one of the three standard streams, which a child gets by copying.
int above_standard_streams(int descriptor) {
  if (descriptor < 0 || descriptor > STDERR_FILENO) return descriptor;
  const int above = fcntl(descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  close(descriptor);
  return above;
}

class File {
 public:
  File(const std::string& path, int flags)
      : descriptor_(above_standard_streams(open(path.c_str(), flags | O_CLOEXEC, 0666))) {
    if (descriptor_ < 0) cannot_write(path, error_text(errno));
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { close(descriptor_); }

  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

/// What the child needs; in it only that may be called which may be between fork and exec.
struct Child {
  File input{"/dev/null", O_RDONLY};  // it is in no group that may read a terminal
  File output;
  File error;
  std::string folder;
  std::optional<cpu_set_t> processors;
  pid_t parent = getpid();

  explicit Child(const CaseStart& start)
      : output(start.output_file, O_WRONLY | O_CREAT | O_TRUNC),
        error(start.error_file, O_WRONLY | O_CREAT | O_TRUNC),
        folder(start.working_folder) {
    if (start.processors.empty()) return;
    CPU_ZERO(&processors.emplace());
    for (const int processor : start.processors) {
      CPU_SET(static_cast<std::size_t>(processor), &*processors);
    }
  }

  [[noreturn]] void become(char* const* argv) const {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(kOwnFault);  // it is gone already
    setpgid(0, 0);
    dup2(input.descriptor(), STDIN_FILENO);
    dup2(output.descriptor(), STDOUT_FILENO);
    dup2(error.descriptor(), STDERR_FILENO);
    if (!folder.empty() && chdir(folder.c_str()) != 0)
      fail("hookstat: error: its working folder cannot be entered\n");
    if (processors && sched_setaffinity(0, sizeof(*processors), &*processors) != 0) {
      fail("hookstat: error: it cannot be kept to its processors\n");
    }
    execv(kOwnProgram, argv);
    fail("hookstat: error: hookstat cannot be started again\n");
  }

  [[noreturn]] static void fail(std::string_view line) {
    const ssize_t told = write(STDERR_FILENO, line.data(), line.size());
    static_cast<void>(told);
    _exit(kOwnFault);
  }
};

}  // namespace

CaseProcess::CaseProcess(const CaseStart& start) {
  const Child child(start);
  const OwnWords words(start.arguments);
  started_ = Clock::now();
  process_ = fork();
  if (process_ < 0) throw InternalError("no process can be started: " + error_text(errno));
  if (process_ == 0) child.become(words.argv());
  setpgid(process_, process_);  // whoever of the two comes first
}

CaseProcess::~CaseProcess() {
  if (process_ <= 0) return;
  signal_group(SIGKILL);
  wait_for(process_);
}

std::optional<CaseEnd> CaseProcess::poll(std::chrono::duration<double> timeout) {
  siginfo_t ended{};
  // It stays a zombie until its group is killed: its number is nobody else's so long.
  const int failed =
      waitid(P_PID, static_cast<id_t>(process_), &ended, WEXITED | WNOHANG | WNOWAIT);
  const bool is_gone = failed != 0 && errno == ECHILD;  // somebody else has waited for it
  const Clock::time_point now = Clock::now();
  if (is_gone || (failed == 0 && ended.si_pid == process_)) {
    signal_group(SIGKILL);  // what the model itself started
    CaseEnd end;
    end.process = is_gone ? ProcessEnd{kOwnFault, 0} : wait_for(process_);
    process_ = -1;
    end.timed_out = timed_out_;
    end.seconds = std::chrono::duration<double>(now - started_).count();
    return end;
  }
  if (!asked_ && timeout.count() > 0 && now - started_ > timeout) {
    timed_out_ = true;
    interrupt();
  }
  if (asked_ && now - *asked_ > kGrace) signal_group(SIGKILL);
  return std::nullopt;
}

void CaseProcess::interrupt() noexcept {
  if (asked_) return;
  asked_ = Clock::now();
  signal_group(SIGTERM);
}

void CaseProcess::signal_group(int signal) noexcept { kill(-process_, signal); }

}  // namespace hookstat::cli
