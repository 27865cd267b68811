#include "cli/case_process.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <utility>

#include "cli/exit_codes.h"
#include "core/write_whole.h"
#include "hookstat/error.h"

namespace hookstat::cli {
namespace {

constexpr std::chrono::seconds kGrace{5};

class File {
 public:
  explicit File(const std::string& path)
      : descriptor_(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {
    if (descriptor_ < 0) cannot_write(path, error_text(errno));
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { close(descriptor_); }

  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
};

/// In the child: only what may be called between fork and exec.
[[noreturn]] void become(char* const* argv, const File& output, const File& error,
                         const char* folder, const cpu_set_t* processors, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(kOwnFault);  // it is gone already
  setpgid(0, 0);
  if (*folder != '\0' && chdir(folder) != 0) _exit(kOwnFault);
  if (processors != nullptr) sched_setaffinity(0, sizeof(*processors), processors);
  dup2(output.descriptor(), STDOUT_FILENO);
  dup2(error.descriptor(), STDERR_FILENO);
  execv(kOwnProgram, argv);
  _exit(kOwnFault);
}

}  // namespace

CaseProcess::CaseProcess(const CaseStart& start) {
  const File output(start.output_file);
  const File error(start.error_file);
  const OwnWords words(start.arguments);
  cpu_set_t processors;
  CPU_ZERO(&processors);
  for (const int processor : start.processors) {
    CPU_SET(static_cast<std::size_t>(processor), &processors);
  }
  const pid_t parent = getpid();
  started_ = Clock::now();
  process_ = fork();
  if (process_ < 0) throw InternalError("no process can be started: " + error_text(errno));
  if (process_ == 0) {
    become(words.argv(), output, error, start.working_folder.c_str(),
           start.processors.empty() ? nullptr : &processors, parent);
  }
  setpgid(process_, process_);  // whoever of the two comes first
}

CaseProcess::~CaseProcess() {
  if (process_ <= 0) return;
  signal_group(SIGKILL);
  wait_for(process_);
}

std::optional<CaseEnd> CaseProcess::poll(std::chrono::duration<double> timeout) {
  int status = 0;
  const pid_t ended = waitpid(process_, &status, WNOHANG);
  const Clock::time_point now = Clock::now();
  if (ended == process_) {
    signal_group(SIGKILL);  // what the model itself started
    process_ = -1;
    CaseEnd end;
    end.process = end_of(status);
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
