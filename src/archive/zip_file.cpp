#include "archive/zip_file.h"

#include <zip.h>

#include <algorithm>
#include <memory>

#include "hookstat/error.h"

namespace hookstat::archive {
namespace {

constexpr const char* kDamagedHint = "copy or download it once more, or export the model again";

std::string open_error(int code) {
  if (code == ZIP_ER_NOZIP || code == ZIP_ER_EOF) {
    return "is truncated or damaged: its end, the archive's directory, is missing";
  }
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  const std::string text = zip_error_strerror(&error);
  zip_error_fini(&error);
  return "is damaged: its directory cannot be read: " + one_line(text);
}

/// What libzip says of a record, in the words of this project.
std::string read_error(zip_error_t* error) {
  switch (zip_error_code_zip(error)) {
    case ZIP_ER_CRC:
      return "does not have the checksum that the archive records";
    case ZIP_ER_EOF:
      return "ends too early";
    default:
      return "cannot be read: " + one_line(zip_error_strerror(error));
  }
}

}  // namespace

std::string one_line(std::string_view name) {
  std::string line;
  for (const char c : name) {
    if (c == '\n') {
      line += "\\n";
    } else {
      line += static_cast<unsigned char>(c) < ' ' || c == '\x7f' ? '?' : c;
    }
  }
  return line;
}

ZipFile::ZipFile(const std::string& path) {
  int error = 0;
  zip_ = zip_open(path.c_str(), ZIP_RDONLY, &error);
  if (zip_ == nullptr) throw InputError(open_error(error), kDamagedHint);
  const zip_int64_t count = zip_get_num_entries(zip_, 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    zip_stat_t stat;
    zip_stat_init(&stat);
    Record record;
    if (zip_stat_index(zip_, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_RAW, &stat) == 0) {
      if ((stat.valid & ZIP_STAT_NAME) != 0) record.name = stat.name;
      if ((stat.valid & ZIP_STAT_SIZE) != 0) record.bytes = static_cast<std::int64_t>(stat.size);
    }
    records_.push_back(std::move(record));
  }
}

ZipFile::~ZipFile() { zip_discard(zip_); }

std::ptrdiff_t ZipFile::find(std::string_view name) const noexcept {
  const auto found = std::ranges::find(records_, name, &Record::name);
  return found == records_.end() ? -1 : found - records_.begin();
}

template <class Take>
void ZipFile::read_in_pieces(std::size_t record, const Take& take) const {
  const auto fail = [&](const std::string& why) {
    throw InputError("is damaged: the record " + one_line(records_[record].name) + " " + why,
                     kDamagedHint);
  };
  // What takes the pieces may throw, as memory may end.
  const auto close = [](zip_file_t* open) { zip_fclose(open); };
  const std::unique_ptr<zip_file_t, decltype(close)> file(zip_fopen_index(zip_, record, 0));
  if (file == nullptr) fail(read_error(zip_get_error(zip_)));
  constexpr std::size_t kPiece = std::size_t{1} << 18;
  std::string piece(kPiece, '\0');
  zip_int64_t count = 0;
  std::int64_t total = 0;
  while ((count = zip_fread(file.get(), piece.data(), piece.size())) > 0) {
    take(std::string_view(piece).substr(0, static_cast<std::size_t>(count)));
    total += count;
  }
  const std::string error = count < 0 ? read_error(zip_file_get_error(file.get())) : "";
  if (!error.empty()) fail(error);
  if (total != records_[record].bytes) fail("does not have the size that the archive records");
}

std::string ZipFile::read(std::size_t record) const {
  std::string text;
  read_in_pieces(record, [&](std::string_view piece) { text.append(piece); });
  return text;
}

void ZipFile::verify() const {
  for (std::size_t i = 0; i < records_.size(); ++i) {
    read_in_pieces(i, [](std::string_view) {});
  }
}

}  // namespace hookstat::archive
