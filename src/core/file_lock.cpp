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

std::optional<FileLock> FileLock::take(const std::string& path) {
  constexpr mode_t kForAll = 0666;
  constexpr int kFlags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW;
  // Reading is enough for a lock, and another user's file may be opened no other way.
  int file = open(path.c_str(), kFlags);
  if (file < 0 && errno == ENOENT) {
    file = open(path.c_str(), kFlags | O_CREAT, kForAll);
    if (file >= 0) static_cast<void>(fchmod(file, kForAll));  // whatever the umask is
  }
  if (file < 0) throw InputError(path + ": cannot be locked: " + error_text(errno));
  FileLock lock(file);
  if (flock(file, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) return std::nullopt;
  return lock;
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace hookstat
