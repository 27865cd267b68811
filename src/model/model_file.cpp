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
#include "hookstat/error.h"

namespace hookstat {
namespace {

constexpr const char* kExportHint =
    "export the model in Python: torch.jit.script(model.eval()).save('model.pt')";

constexpr std::size_t kMagicBytes = 8;

/// The first bytes of a file that can be read and is not empty.
std::string first_bytes(const std::string& path) {
  if (path.empty()) throw InputError("the model's file name is empty");
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) {
    const bool missing = !error || error == std::errc::no_such_file_or_directory;
    throw InputError(path + ": " + (missing ? "no such file" : error.message()));
  }
  if (std::filesystem::is_directory(status)) {
    throw InputError(path + ": is a directory, not a model file");
  }
  if (!std::filesystem::is_regular_file(status)) {
    throw InputError(path + ": is no regular file");
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) throw InputError(path + ": cannot be opened: " + std::strerror(errno));
  std::array<char, kMagicBytes> bytes{};
  file.read(bytes.data(), bytes.size());
  const auto count = static_cast<std::size_t>(file.gcount());
  if (count == 0) throw InputError(path + ": is empty", kExportHint);
  return {bytes.data(), count};
}

void check_magic(const std::string& path, std::string_view bytes) {
  constexpr char kPickle = '\x80';
  constexpr std::string_view kZip = "PK\x03\x04";
  constexpr std::string_view kFlatbuffer = "PTMF";
  if (bytes.starts_with(kZip)) return;
  if (bytes.front() == kPickle) {
    throw InputError(path + ": is a Python pickle, not TorchScript", kExportHint);
  }
  if (bytes.substr(std::min<std::size_t>(4, bytes.size())) == kFlatbuffer) {
    throw InputError(path + ": is a model for the lite interpreter, which has no graphs to hook",
                     kExportHint);
  }
  throw InputError(path + ": is no TorchScript archive", kExportHint);
}

}  // namespace

void check_model_file(const std::string& path) {
  check_magic(path, first_bytes(path));
  const archive::ZipFile zip(path);
  archive::check_model_archive(zip, path);
}

}  // namespace hookstat
