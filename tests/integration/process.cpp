#include "integration/process.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace hookstat::testing {
namespace {

/// Where one of the process's two outputs goes: we read from one end what it writes to the other.
struct Channel {
  int ours = -1;
  int theirs = -1;
};

Channel open_channel(bool terminal, unsigned short columns) {
  Channel channel;
  if (terminal) {
    winsize size{};
    size.ws_col = columns;
    size.ws_row = 50;
    if (openpty(&channel.ours, &channel.theirs, nullptr, nullptr, &size) != 0) {
      throw std::runtime_error("openpty");
    }
    return channel;
  }
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) throw std::runtime_error("pipe");
  return {ends[0], ends[1]};
}

[[noreturn]] void become_hookstat(const std::vector<std::string>& arguments,
                                  const ProcessOptions& options, const Channel& out,
                                  const Channel& err) {
  int out_end = out.theirs;
  if (!options.out_file.empty()) out_end = open(options.out_file.c_str(), O_WRONLY | O_CREAT, 0600);
  dup2(out_end, STDOUT_FILENO);
  dup2(err.theirs, STDERR_FILENO);
  for (const int end : {out.ours, out.theirs, err.ours, err.theirs}) close(end);
  if (options.largest_file_bytes) {
    const rlimit limit{*options.largest_file_bytes, *options.largest_file_bytes};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  if (options.most_address_bytes) {
    const rlimit limit{*options.most_address_bytes, *options.most_address_bytes};
    setrlimit(RLIMIT_AS, &limit);
  }
  if (!options.folder.empty() && chdir(options.folder.c_str()) != 0) _exit(126);
  setenv("TERM", "xterm", 1);
  unsetenv("NO_COLOR");
  std::vector<std::string> words{HOOKSTAT_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  execv(HOOKSTAT_PROGRAM, argv.data());
  _exit(127);
}

/// Reads until both ends are closed.
void read_all(const Channel& out, const Channel& err, ProcessResult& result,
              const ProcessOptions& options, pid_t process) {
  std::array<pollfd, 2> ends{pollfd{out.ours, POLLIN, 0}, pollfd{err.ours, POLLIN, 0}};
  const std::array<std::string*, 2> texts{&result.out, &result.err};
  int open_ends = 2;
  while (open_ends > 0 && poll(ends.data(), ends.size(), -1) >= 0) {
    for (std::size_t i = 0; i < ends.size(); ++i) {
      if (ends[i].revents == 0) continue;
      std::array<char, 4096> buffer{};
      const ssize_t count = read(ends[i].fd, buffer.data(), buffer.size());
      if (count > 0) {
        texts[i]->append(buffer.data(), static_cast<std::size_t>(count));
      } else {  // the end of a pipe, or the error that tells of a terminal's
        ends[i].fd = -1;
        --open_ends;
      }
    }
    if (options.watch) options.watch(result.err, process);
  }
}

}  // namespace

ProcessResult hookstat_run(const std::vector<std::string>& arguments,
                           const ProcessOptions& options) {
  const Channel out = open_channel(options.out_is_terminal, options.terminal_columns);
  const Channel err = open_channel(options.err_is_terminal, options.terminal_columns);
  const pid_t process = fork();
  if (process < 0) throw std::runtime_error("fork");
  if (process == 0) become_hookstat(arguments, options, out, err);
  close(out.theirs);
  close(err.theirs);
  ProcessResult result;
  read_all(out, err, result, options, process);
  close(out.ours);
  close(err.ours);
  int status = 0;
  waitpid(process, &status, 0);
  constexpr int kSignalled = 128;
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : kSignalled + WTERMSIG(status);
  return result;
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error(path + ": cannot be opened");
  return {std::istreambuf_iterator<char>(file), {}};
}

TemporaryFolder::TemporaryFolder()
    : path_((std::filesystem::temp_directory_path() / "hookstat-test-XXXXXX").string()) {
  if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("mkdtemp");
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::vector<std::string> TemporaryFolder::entries() const {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace hookstat::testing
