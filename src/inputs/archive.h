// Zip archives, for reading: what .npz files and torch.save's .pt files are.
#pragma once

#include <memory>
#include <string>
#include <vector>

struct zip;

namespace hookstat {

/// Not for use by several threads at once.
class Archive {
 public:
  /// Throws InputError, without the name of the file, where it cannot be read, is no zip archive,
  /// or has two entries of one name.
  explicit Archive(const std::string& path);

  /// Names of all entries, in order.
  [[nodiscard]] std::vector<std::string> names() const;

  [[nodiscard]] bool has(const std::string& name) const;

  /// An entry's bytes, inflated where they are deflated. Throws InputError, "ENTRY: WHY", where it
  /// is not there, damaged, compressed in another way, or larger than memory.
  [[nodiscard]] std::string read(const std::string& name) const;

 private:
  struct Closer {
    void operator()(zip* archive) const noexcept;
  };
  void refuse_equal_names() const;

  std::unique_ptr<zip, Closer> archive_;
};

}  // namespace hookstat
