#include "core/write_whole.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string_view>
#include <system_error>
#include <utility>

#include "hookstat/error.h"

namespace hookstat {
namespace {

namespace fs = std::filesystem;

/// SIGINT and SIGTERM wait for its end, so that no half-written file is left behind.
class SignalsHeldBack {
 public:
  SignalsHeldBack() {
    sigset_t held{};
    sigemptyset(&held);
    sigaddset(&held, SIGINT);
    sigaddset(&held, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &held, &before_);
  }
  SignalsHeldBack(const SignalsHeldBack&) = delete;
  SignalsHeldBack& operator=(const SignalsHeldBack&) = delete;
  ~SignalsHeldBack() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

/// A new file beside the target; removed, unless it became the target.
class TemporaryFile {
 public:
  explicit TemporaryFile(const fs::path& target) {
    constexpr int kTries = 1000;
    for (int i = 0; i < kTries && descriptor_ < 0; ++i) {
      path_ = folder_of(target) /
              (".hookstat-" + std::to_string(getpid()) + "-" + std::to_string(i) + ".tmp");
      constexpr mode_t kDefaultMode = 0666;
      constexpr int kFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
      descriptor_ = open(path_.c_str(), kFlags, kDefaultMode);
      if (descriptor_ < 0 && errno != EEXIST) cannot_write(target, error_text(errno));
    }
    if (descriptor_ < 0) cannot_write(target, "no name is left for a temporary file beside it");
    struct stat existing {};
    if (stat(target.c_str(), &existing) == 0) {
      static_cast<void>(fchmod(descriptor_, existing.st_mode));
    }
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (descriptor_ >= 0) close(descriptor_);
    if (!kept_) unlink(path_.c_str());
  }

  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

  void rename_to(const fs::path& target) {
    if (fsync(descriptor_) != 0) cannot_write(target, error_text(errno));
    if (close(std::exchange(descriptor_, -1)) != 0) cannot_write(target, error_text(errno));
    if (rename(path_.c_str(), target.c_str()) != 0) cannot_write(target, error_text(errno));
    kept_ = true;
  }

 private:
  SignalsHeldBack signals_;
  fs::path path_;
  int descriptor_ = -1;
  bool kept_ = false;
};

/// Whether the path is what standard output goes to.
bool is_standard_output(const fs::path& path) {
  struct stat ours {};
  struct stat its {};
  return fstat(STDOUT_FILENO, &ours) == 0 && stat(path.c_str(), &its) == 0 &&
         ours.st_dev == its.st_dev && ours.st_ino == its.st_ino;
}

void write_all(int descriptor, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t written = write(descriptor, text.data(), text.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      cannot_write(path, error_text(errno));
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void write_directly(const std::string& path, const std::string& text) {
  const int descriptor = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (descriptor < 0) cannot_write(path, error_text(errno));
  try {
    write_all(descriptor, text, path);
  } catch (...) {
    close(descriptor);
    throw;
  }
  if (close(descriptor) != 0) cannot_write(path, error_text(errno));
}

}  // namespace

std::string error_text(int error) { return std::generic_category().message(error); }

void cannot_write(const std::string& path, const std::string& why) {
  throw OutputError(path + ": cannot be written: " + why);
}

fs::path write_target(const std::string& path) {
  std::error_code error;
  if (!fs::is_symlink(path, error)) return path;
  const fs::path target = fs::weakly_canonical(path, error);
  return error ? fs::path(path) : target;
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

void write_whole(const std::string& path, const std::string& text) {
  const fs::path target = write_target(path);
  std::error_code error;
  if (is_standard_output(target)) return write_standard_output(text);
  if (fs::exists(target, error) && !fs::is_regular_file(target, error)) {
    return write_directly(path, text);
  }
  TemporaryFile file(target);
  write_all(file.descriptor(), text, path);
  file.rename_to(target);
}

void write_standard_output(const std::string& text) {
  write_all(STDOUT_FILENO, text, "standard output");
}

}  // namespace hookstat
