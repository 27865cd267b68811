#include "model/model_file.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

#include "archive/model_archive.h"
#include "core/in_source.h"
#include "hookstat/error.h"

namespace hookstat {
namespace {

using archive::kExportHint;

constexpr std::size_t kMagicBytes = 8;

/// The first bytes of a file that can be read and is not empty.
std::string first_bytes(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) {
    const bool missing = !error || error == std::errc::no_such_file_or_directory;
    throw InputError(missing ? "no such file" : error.message());
  }
  if (std::filesystem::is_directory(status)) {
    throw InputError("is a directory, not a model file");
  }
  if (!std::filesystem::is_regular_file(status)) {
    throw InputError("is no regular file");
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) throw InputError(std::string("cannot be opened: ") + std::strerror(errno));
  std::array<char, kMagicBytes> bytes{};
  file.read(bytes.data(), bytes.size());
  const auto count = static_cast<std::size_t>(file.gcount());
  if (count == 0) throw InputError("is empty", kExportHint);
  return {bytes.data(), count};
}

void check_magic(std::string_view bytes) {
  constexpr char kPickle = '\x80';
  constexpr std::string_view kZip = "PK\x03\x04";
  constexpr std::string_view kFlatbuffer = "PTMF";
  if (bytes.starts_with(kZip)) return;
  if (bytes.front() == kPickle) {
    throw InputError("is a Python pickle, not TorchScript", kExportHint);
  }
  if (bytes.substr(std::min<std::size_t>(4, bytes.size())) == kFlatbuffer) {
    throw InputError("is a model for the lite interpreter, which has no graphs to hook",
                     kExportHint);
  }
  throw InputError("is no TorchScript archive", kExportHint);
}

}  // namespace

void check_model_file(const std::string& path) {
  if (path.empty()) throw InputError("the model's file name is empty");
  in_source(path, [&] {
    check_magic(first_bytes(path));
    archive::check_model_archive(archive::ZipFile(path));
  });
}

}  // namespace hookstat
