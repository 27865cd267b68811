// Runs the program as a user would.
#pragma once

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "integration/model_files.h"

namespace hookstat::testing {

/// All of standard error where a command fails: one line, and at most a second that says how to
/// mend it.
inline constexpr const char* kOneClearLine = "hookstat: error: [^\n]*\n(hookstat: hint: [^\n]*\n)?";

struct ProcessResult {
  int exit_code = -1;  ///< 128 + the signal where one ended it
  std::string out;
  std::string err;
};

struct ProcessOptions {
  bool err_is_terminal = false;
  bool out_is_terminal = false;
  unsigned short terminal_columns = 100;
  std::optional<std::size_t> largest_file_bytes;  ///< as `ulimit -f` sets it
  std::optional<std::size_t> most_address_bytes;  ///< as `ulimit -v` sets it
  std::string out_file;                           ///< standard output goes there instead
  std::string folder;                             ///< where it runs
  /// Asked whenever more was printed, with all of it and the process.
  std::function<void(const std::string& err, pid_t process)> watch;
};

/// Runs `hookstat` with these arguments to its end.
[[nodiscard]] ProcessResult hookstat_run(const std::vector<std::string>& arguments,
                                         const ProcessOptions& options = {});

[[nodiscard]] std::string read_file(const std::string& path);

/// A fresh folder, removed with all in it at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  /// Names of everything in it, hidden files too, sorted.
  [[nodiscard]] std::vector<std::string> entries() const;

 private:
  std::string path_;
};

}  // namespace hookstat::testing
