#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

#include "archive/model_archive.h"
#include "hookstat/clock.h"
#include "hookstat/error.h"
#include "hookstat/model.h"
#include "model/cause.h"
#include "model/device.h"

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

/// LibTorch reads records without their checksums and believes what the pickles claim.
void check_archive(const std::string& path) {
  const archive::ZipFile zip(path);
  archive::check_model_archive(zip, path);
}

std::string hint_for(const std::string& cause) {
  if (cause.find("Unknown builtin op") == std::string::npos) return {};
  return "the operator belongs to a library that this process has not loaded";
}

}  // namespace

LoadedModel load_model(const std::string& path, const std::string& device) {
  const c10::Device target = require_device(device);
  check_magic(path, first_bytes(path));
  check_archive(path);
  LoadedModel loaded;
  const std::int64_t start = HostClock::steady_ns();
  try {
    loaded.module = torch::jit::load(path, target);
  } catch (const std::exception& error) {
    const std::string cause = cause_of(error);
    throw InputError(path + ": cannot be loaded: " + cause, hint_for(cause));
  }
  loaded.load_ns = HostClock::steady_ns() - start;
  std::error_code ignored;
  loaded.file_bytes = static_cast<std::int64_t>(std::filesystem::file_size(path, ignored));
  return loaded;
}

}  // namespace hookstat
