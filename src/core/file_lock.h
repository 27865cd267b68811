// A file as a lock between processes.
#pragma once

#include <optional>
#include <string>

namespace hookstat {

/// A file that nobody else has locked, until this goes or its process ends, however that ends. The
/// file stays. Processes that are started meanwhile do not inherit it.
class FileLock {
 public:
  enum class Mode {
    kAlone,   ///< nobody else has it
    kShared,  ///< nobody has it alone
  };

  /// Makes the file where it is missing, so that every user of the machine can lock it. nullopt
  /// where somebody else has it, also another FileLock of this process. Throws InputError where the
  /// file cannot be opened. Thread-safe.
  [[nodiscard]] static std::optional<FileLock> take(const std::string& path,
                                                    Mode mode = Mode::kAlone);

  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();

  /// False on a file system that has no locks: everybody gets them there.
  [[nodiscard]] bool keeps_others_away() const noexcept { return keeps_others_away_; }

  /// Lets others share what this process had alone.
  void share() noexcept;

 private:
  explicit FileLock(int descriptor) noexcept : descriptor_(descriptor) {}

  int descriptor_;  // -1: none
  bool keeps_others_away_ = true;
};

}  // namespace hookstat
