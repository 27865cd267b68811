#include "inputs/whole_file.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "core/memory.h"
#include "hookstat/error.h"

namespace hookstat {
namespace {

std::ifstream opened(const std::string& path) {
  require_regular_file(path);
  std::ifstream file(path, std::ios::binary);
  if (!file) throw InputError(std::string("cannot be opened: ").append(std::strerror(errno)));
  return file;
}

}  // namespace

void require_regular_file(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) {
    const bool missing = !error || error == std::errc::no_such_file_or_directory;
    throw InputError(missing ? "no such file" : error.message());
  }
  if (std::filesystem::is_directory(status)) throw InputError("is a directory");
  if (!std::filesystem::is_regular_file(status)) throw InputError("is no regular file");
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) throw InputError(error.message());
  if (size == 0) throw InputError("is empty");
  require_room(size);
}

void require_room(std::uint64_t bytes) {
  // Once as a file, and once more as tensors.
  require_memory(2.0 * static_cast<double>(bytes), "read");
}

char first_byte_of(const std::string& path) {
  std::ifstream file = opened(path);
  return static_cast<char>(file.get());
}

std::string read_whole_file(const std::string& path) {
  std::ifstream file = opened(path);
  std::string bytes(std::filesystem::file_size(path), '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (file.gcount() != static_cast<std::streamsize>(bytes.size())) {
    throw InputError("cannot be read to its end");
  }
  return bytes;
}

}  // namespace hookstat
