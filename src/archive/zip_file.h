// A zip archive whose records are held against their checksums, which LibTorch does not do.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

struct zip;

namespace hookstat::archive {

struct Record {
  std::string name;
  std::int64_t bytes = 0;  ///< unpacked
};

/// An open zip file. Its errors do not name it. Not thread-safe.
class ZipFile {
 public:
  /// Reads the directory. Throws InputError where it is missing (the file is cut) or contradicts
  /// itself.
  explicit ZipFile(const std::string& path);
  ZipFile(const ZipFile&) = delete;
  ZipFile& operator=(const ZipFile&) = delete;
  ~ZipFile();

  /// In the order of the directory.
  [[nodiscard]] const std::vector<Record>& records() const noexcept { return records_; }

  /// The position of a record by its whole name, or -1.
  [[nodiscard]] std::ptrdiff_t find(std::string_view name) const noexcept;

  /// A record, unpacked. Throws InputError that names it where it cannot be read, does not have its
  /// size or its checksum.
  [[nodiscard]] std::string read(std::size_t record) const;

  /// Reads every record, keeping nothing. Throws as read does, for the first that is damaged.
  void verify() const;

 private:
  template <class Take>
  void read_in_pieces(std::size_t record, const Take& take) const;

  zip* zip_ = nullptr;
  std::vector<Record> records_;
};

/// A name as one line: a line break becomes `\n`, other control characters '?'.
[[nodiscard]] std::string one_line(std::string_view name);

}  // namespace hookstat::archive
