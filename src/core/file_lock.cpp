#include "core/file_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "core/write_whole.h"
#include "hookstat/error.h"

namespace hookstat {
namespace {

constexpr mode_t kForAll = 0666;
constexpr int kFlags = O_CLOEXEC | O_NOFOLLOW;

/// NFS locks what is open for writing alone. Another user's file may be open for reading only, and
/// is then on a disk of this machine.
int open_existing(const std::string& path) {
  const int file = open(path.c_str(), O_RDWR | kFlags);
  if (file >= 0 || (errno != EACCES && errno != EROFS && errno != EPERM)) return file;
  return open(path.c_str(), O_RDONLY | kFlags);
}

int open_or_make(const std::string& path) {
  int file = open_existing(path);
  if (file >= 0 || errno != ENOENT) return file;
  file = open(path.c_str(), O_RDWR | O_CREAT | kFlags, kForAll);
  if (file >= 0) static_cast<void>(fchmod(file, kForAll));  // whatever the umask is
  return file;
}

}  // namespace

std::optional<FileLock> FileLock::take(const std::string& path, Mode mode) {
  const int file = open_or_make(path);
  if (file < 0) throw InputError(path + ": cannot be locked: " + error_text(errno));
  FileLock lock(file);
  if (flock(file, (mode == Mode::kAlone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) return std::nullopt;
  lock.keeps_others_away_ = false;
  return lock;
}

FileLock::FileLock(FileLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      keeps_others_away_(other.keeps_others_away_) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(keeps_others_away_, other.keeps_others_away_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

void FileLock::share() noexcept { flock(descriptor_, LOCK_SH | LOCK_NB); }

}  // namespace hookstat
