// A file as a lock between processes.
#pragma once

#include <optional>
#include <string>

namespace hookstat {

/// A file that nobody else has locked, until this goes or its process ends, however that ends.
/// Processes that are started meanwhile do not inherit it.
class FileLock {
 public:
  /// Makes the file where it is missing, so that every user of the machine can lock it. nullopt
  /// where somebody else has it, also another FileLock of this process. On a file system that has
  /// no locks everybody gets it. Throws InputError where the file cannot be opened. Thread-safe.
  [[nodiscard]] static std::optional<FileLock> take(const std::string& path);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) noexcept : descriptor_(descriptor) {}

  int descriptor_;  // -1: none
};

}  // namespace hookstat
