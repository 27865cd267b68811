#include "inputs/archive.h"

#include <zip.h>

#include <algorithm>

#include "hookstat/error.h"
#include "inputs/whole_file.h"

namespace hookstat {
namespace {

struct EntryCloser {
  void operator()(zip_file_t* entry) const noexcept { zip_fclose(entry); }
};

[[noreturn]] void fail(const std::string& name, const std::string& why) {
  throw InputError(std::string(name).append(": ").append(why));
}

/// Deflate makes at most 1032 bytes of one: an entry that promises more is damaged, and its memory
/// need not be asked for.
bool can_hold(const zip_stat_t& entry) {
  constexpr zip_uint64_t kMostPerByte = 1032;
  const zip_uint64_t most =
      entry.comp_method == ZIP_CM_STORE ? entry.comp_size : entry.comp_size * kMostPerByte;
  return entry.comp_size <= (std::uint64_t{1} << 50U) && entry.size <= most;
}

}  // namespace

void Archive::Closer::operator()(zip* archive) const noexcept { zip_discard(archive); }

Archive::Archive(const std::string& path) {
  require_regular_file(path);
  int code = 0;
  archive_.reset(zip_open(path.c_str(), ZIP_RDONLY, &code));
  if (archive_ != nullptr) {
    refuse_equal_names();
    return;
  }
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  const std::string why = zip_error_strerror(&error);
  zip_error_fini(&error);
  throw InputError(code == ZIP_ER_NOZIP || code == ZIP_ER_INCONS
                       ? "is no zip archive, or is truncated or damaged"
                       : "cannot be opened: " + why);
}

/// Entries are read by their names, so the second of two would never be.
void Archive::refuse_equal_names() const {
  std::vector<std::string> sorted = names();
  std::ranges::sort(sorted);
  const auto twice = std::ranges::adjacent_find(sorted);
  if (twice != sorted.end()) fail(*twice, "is in the archive more than once");
}

std::vector<std::string> Archive::names() const {
  std::vector<std::string> names;
  const zip_int64_t count = zip_get_num_entries(archive_.get(), 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const char* name = zip_get_name(archive_.get(), static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW);
    if (name != nullptr) names.emplace_back(name);
  }
  return names;
}

bool Archive::has(const std::string& name) const {
  return zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_ENC_RAW) >= 0;
}

std::string Archive::read(const std::string& name) const {
  const zip_int64_t index = zip_name_locate(archive_.get(), name.c_str(), ZIP_FL_ENC_RAW);
  if (index < 0) fail(name, "is missing in the archive");
  zip_stat_t stat;
  zip_stat_init(&stat);
  constexpr zip_uint64_t kNeeded = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD;
  const auto at = static_cast<zip_uint64_t>(index);
  if (zip_stat_index(archive_.get(), at, 0, &stat) != 0 || (stat.valid & kNeeded) != kNeeded ||
      !can_hold(stat)) {
    fail(name, "is damaged");
  }
  require_room(stat.size);
  const std::unique_ptr<zip_file_t, EntryCloser> entry(zip_fopen_index(archive_.get(), at, 0));
  if (entry == nullptr) fail(name, zip_strerror(archive_.get()));
  std::string bytes(stat.size, '\0');
  const zip_int64_t count = zip_fread(entry.get(), bytes.data(), bytes.size());
  // The check sum is compared when the end is reached, which takes one more read.
  char beyond = 0;
  if (count != static_cast<zip_int64_t>(bytes.size()) || zip_fread(entry.get(), &beyond, 1) != 0) {
    fail(name, "is damaged: its bytes do not have the length and check sum the archive promises");
  }
  return bytes;
}

}  // namespace hookstat
