// What starting this program again takes, however it is started.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace hookstat::cli {

/// The words of `hookstat ARGUMENTS...` as exec takes them.
class OwnWords {
 public:
  explicit OwnWords(const std::vector<std::string>& arguments);
  OwnWords(const OwnWords&) = delete;
  OwnWords& operator=(const OwnWords&) = delete;
  ~OwnWords() = default;

  /// Ends with nullptr; as long as this lives.
  [[nodiscard]] char* const* argv() const noexcept { return argv_.data(); }

 private:
  std::vector<std::string> words_;
  std::vector<char*> argv_;
};

/// This program's file, for exec.
inline constexpr const char* kOwnProgram = "/proc/self/exe";

/// How a process ended.
struct ProcessEnd {
  int exit_code = 0;  ///< -1 where a signal ended it
  int signal = 0;     ///< 0: none
};

/// Of a status that waitpid gave.
[[nodiscard]] ProcessEnd end_of(int status) noexcept;

/// Waits for the child, whatever interrupts.
ProcessEnd wait_for(pid_t child) noexcept;

}  // namespace hookstat::cli
